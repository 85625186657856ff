# Builds the cluster and starts it; all options go to the primary (see --help).
$ErrorActionPreference = 'Stop'

function Stop-WithSentence([string] $Sentence) {
    [Console]::Error.WriteLine($Sentence)
    exit 1
}

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Stop-WithSentence 'The .NET 10 SDK is needed: install it from https://dotnet.microsoft.com/download and run this again.'
}
if (-not (dotnet --list-sdks | Where-Object { $_ -match '^10\.' })) {
    Stop-WithSentence 'The .NET 10 SDK is needed; this machine has another one: install it from https://dotnet.microsoft.com/download and run this again.'
}
$nodeMajor = if (Get-Command node -ErrorAction SilentlyContinue) { [int]((node --version) -replace '^v(\d+).*', '$1') } else { 0 }
if ($nodeMajor -lt 20 -or -not (Get-Command npm -ErrorAction SilentlyContinue)) {
    Stop-WithSentence 'Node.js 20 or later is needed (its npm restores the official Socket.IO client): install it from https://nodejs.org and run this again.'
}

[Console]::Error.WriteLine('Restoring packages and building (the first time takes a minute) ...')
$project = Join-Path $PSScriptRoot 'Primary/Primary.csproj'
$output = dotnet build $project --configuration Release --nologo --verbosity quiet 2>&1
if ($LASTEXITCODE -ne 0) {
    $output | ForEach-Object { [Console]::Error.WriteLine("$_") }
    Stop-WithSentence 'The build failed; the reason is above.'
}

dotnet (Join-Path $PSScriptRoot 'Primary/bin/Release/net10.0/Primary.dll') @args
exit $LASTEXITCODE
