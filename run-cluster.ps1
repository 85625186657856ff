# Builds the cluster and starts it; all options go to the primary (see --help).

# Whoever calls this may have them otherwise; but that a program fails, or warns, is for this script to judge.
$ErrorActionPreference = 'Continue'
$PSNativeCommandUseErrorActionPreference = $false

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
$nodeMajor = 0
if ((Get-Command node -ErrorAction SilentlyContinue) -and "$(node --version 2>$null)" -match '^v(\d+)') {
    $nodeMajor = [int]$Matches[1]
}
if ($nodeMajor -lt 20 -or -not (Get-Command npm -ErrorAction SilentlyContinue)) {
    Stop-WithSentence 'Node.js 20 or later is needed (its npm restores the official Socket.IO client): install it from https://nodejs.org and run this again.'
}

# Standard error, so that standard output is the primary's alone.
[Console]::Error.WriteLine('Restoring packages and building (the first time takes a minute) ...')
$project = Join-Path $PSScriptRoot 'Primary/Primary.csproj'
$output = dotnet build $project --configuration Release --nologo --verbosity quiet 2>&1
if ($LASTEXITCODE -ne 0) {
    $output | ForEach-Object { [Console]::Error.WriteLine("$_") }
    Stop-WithSentence 'The build failed; the reason is above.'
}

$primary = Join-Path $PSScriptRoot 'Primary/bin/Release/net10.0/Primary.dll'
if (@(Get-PSCallStack).Count -eq 1 -and (Get-Command Switch-Process -ErrorAction SilentlyContinue)) {
    # PowerShell runs this script and nothing else, and not on Windows: its process becomes the primary, so that signals
    # sent to it reach the primary itself. A session that one works in must stay.
    Switch-Process -WithCommand (@('dotnet', $primary) + $args)
}
dotnet $primary @args
exit $LASTEXITCODE
