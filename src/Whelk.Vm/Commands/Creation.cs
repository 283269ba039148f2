using System.Text;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Files;
using Whelk.Linux.Machine;
using Whelk.Linux.Processes;
using Whelk.Linux.Recipes;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Pods;
using Whelk.Vm.Qemu;
using Whelk.Vm.Store;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Commands;

/// <summary>The recipe of <c>create</c>.</summary>
internal sealed class Creation
{
    private static readonly Recipe<Creation> Steps = new Recipe<Creation>("create")
        .Then("make the folder", static c => c.Folder.Create(), static c => c.Folder.Remove())
        .Then("keep the configuration", static c => c.Folder.WriteConfig(c._json))
        .Then("make the control group", static (c, _) => c.MakeCgroupAsync(), static c => c._cgroup!.RemoveAsync(CancellationToken.None))
        .Then("limit it", static c => c.Limit())
        .Then("keep the record", static c => c.KeepRecord())
        .Then("start the monitor", static (c, token) => c.StartMonitorAsync(token), static c => c.StopMonitorAsync())
        .Then("run the hooks", static (c, token) => c.RunHooksAsync(token))
        .Then("write the pid file", static c => c.WritePidFile());

    private readonly GlobalOptions _options;
    private readonly byte[] _json;
    private readonly string? _pidFile;
    private readonly string? _consoleSocket;
    private readonly string _bundle;
    private readonly bool _onCallersTerminal;
    private Cgroup? _cgroup;
    private ChildProcess? _monitor;
    private VmRecord _record;

    private Creation(GlobalOptions options, Arguments arguments, bool onCallersTerminal)
    {
        _onCallersTerminal = onCallersTerminal;
        _options = options;
        _bundle = Path.GetFullPath(arguments.Value("bundle") ?? arguments.Value("b") ?? ".");
        _pidFile = arguments.Value("pid-file");
        _consoleSocket = arguments.Value("console-socket");
        Folder = VmFolder.Of(options.Root, arguments.Word(0, "the container's id"));
        var config = Path.Combine(_bundle, "config.json");
        _json = File.Exists(config) ? File.ReadAllBytes(config) : throw new WhelkException(ErrorCode.NotFound, $"{config}: no such file or directory");
        Config = SpecReader.Config(_json, config);
        _record = new VmRecord { Id = Folder.Id, Bundle = _bundle, Created = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ") };
    }

    internal VmFolder Folder { get; }

    internal RuntimeSpec Config { get; }

    /// <summary>The monitor, this process's child for as long as this process lives.</summary>
    internal ChildProcess Monitor => _monitor!;

    /// <summary>Reads what was asked; nothing is touched yet.</summary>
    /// <param name="options">With the root.</param>
    /// <param name="arguments">Of create or run.</param>
    /// <param name="onCallersTerminal">Whether the caller stays, so that its terminal can be the workload's.</param>
    internal static Creation Read(GlobalOptions options, Arguments arguments, bool onCallersTerminal) => new(options, arguments, onCallersTerminal);

    /// <summary>Runs the steps; on failure nothing is left.</summary>
    internal static async Task RunAsync(Creation creation, CancellationToken cancellationToken)
    {
        creation.Validate();
        await Steps.RunAsync(creation, cancellationToken);
    }

    // Everything that can be refused is refused before anything is made.
    private void Validate()
    {
        _ = GuestFiles.Find();
        var plan = WorkloadPlan.Of(Config, _bundle, Folder.Id);
        var sandbox = plan.Role.Sandbox is { } id ? Sandbox.Running(_options.Root, id) : null;
        _record = _record with { Sandbox = sandbox?.Folder.Id };
        if (Config.Process is null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "config.json has no process");
        }

        UnsupportedParts.Refuse(Config, sandbox?.MonitorPid, sandbox is null ? new Dictionary<int, string>() : Sandbox.Members(_options.Root, sandbox.Folder.Id));
        _ = StartWay.Of(Config);
        _ = ProcessTranslation.Translate(Config.Process, null, null, null);
        SeccompPlan.Validate(Config.Linux?.Seccomp);
        WorkloadConsole.CheckSocket(_consoleSocket);
        if (_consoleSocket is not null && Config.Process.Terminal != true)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "cannot use console socket if process.terminal is not set");
        }

        if (_consoleSocket is null && Config.Process.Terminal == true && !_onCallersTerminal)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "cannot allocate tty if runc will detach without setting console socket");
        }

        if (plan.Root.Folder is { } folder)
        {
            CommandLookup.Check(folder, Config.Process, plan.Mounts.Staged, Config.Mounts ?? []);
        }
    }

    private Task MakeCgroupAsync()
    {
        _cgroup = Cgroup.Create(Config.Linux?.CgroupsPath is { Length: > 0 } path ? path : $"/whelk-vm/{Folder.Id}");
        return Task.CompletedTask;
    }

    // That of a container in a pod has its monitor alone in it: the guest limits the container, and the sandbox's group the machine.
    private void Limit()
    {
        if (_record.Sandbox is null)
        {
            _cgroup!.Apply(GuestSize.OfHost(Config, GuestSize.MemoryMiB(Config)));
        }
    }

    private void KeepRecord()
    {
        _record = _record with { Cgroups = _cgroup!.Directories, CgroupsMade = _cgroup.Made };
        Folder.WriteRecord(_record);
    }

    private async Task StartMonitorAsync(CancellationToken cancellationToken)
    {
        using var ready = Pipe.Create();
        _monitor = MonitorLauncher.Start(_options, Folder.Id, _consoleSocket, Config, ready.Write);
        ready.Write.Dispose();
        var said = await PipeText.ReadAsync(ready.Read, MonitorCommand.WordLimit, cancellationToken);
        if (said != MonitorCommand.ReadyWord)
        {
            throw new WhelkException(ErrorCode.Internal, said.Length > 0 ? said : "the monitor ended without a word");
        }

        _record = _record with { MonitorPid = _monitor.Pid, MonitorStart = ProcessStat.TryRead(_monitor.Pid)?.StartTime ?? 0 };
        Folder.WriteRecord(_record);
    }

    private async Task StopMonitorAsync()
    {
        _monitor!.Signal(SignalNumber.SIGKILL);
        await _monitor.WaitAsync();
        if (_record.Sandbox is { } sandbox)
        {
            await Sandbox.LeaveAsync(_options.Root, sandbox, Folder.Id);
        }
    }

    private async Task RunHooksAsync(CancellationToken cancellationToken)
    {
        var state = VmStatus.StateOf(Folder, _record, Config) with { Status = RuntimeStatus.Creating };
        await Hooks.RunAsync(Config.Hooks?.Prestart, state, cancellationToken);
        await Hooks.RunAsync(Config.Hooks?.CreateRuntime, state, cancellationToken);
    }

    private void WritePidFile()
    {
        if (_pidFile is not null)
        {
            AtomicFile.Write(Path.GetFullPath(_pidFile), Encoding.ASCII.GetBytes($"{_monitor!.Pid}"), durable: false, (UnixFileMode)0x1A4);
        }
    }
}
