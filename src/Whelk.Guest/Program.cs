using Whelk.Guest;
using Whelk.Guest.Boot;
using Whelk.Linux.Machine;
using Whelk.Linux.Waiting;

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
