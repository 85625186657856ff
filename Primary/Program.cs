using Primary.Hosting;

return await CommandLine.RunAsync(args, PrimaryHost.RunAsync).ConfigureAwait(false);
