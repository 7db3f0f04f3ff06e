return await Grove.Server.ServerProgram.RunAsync(args);
