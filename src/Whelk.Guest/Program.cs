using Whelk.Guest;
using Whelk.Guest.Boot;
using Whelk.Guest.Inside;
using Whelk.Linux.Machine;
using Whelk.Linux.Processes;
using Whelk.Linux.Waiting;

RuntimeStart.Settle();

// Started by PID 1 itself: one look into the workload's files or processes.
if (Environment.ProcessId != 1)
{
    return InsideProgram.Run(args);
}

// PID 1 of the guest. It never returns: an end of PID 1 is a kernel panic, which -no-reboot turns into QEMU's end.
try
{
    using var loop = new EventLoop();
    new Agent(EarlyBoot.Run(), loop).Run();
}
#pragma warning disable CA1031 // Whatever it is, the console is the only place left to say it, and the machine must end.
catch (Exception exception)
#pragma warning restore CA1031
{
    Console.Error.WriteLine($"whelk-init: {exception}");
}

ThisMachine.Restart();
return 1;
