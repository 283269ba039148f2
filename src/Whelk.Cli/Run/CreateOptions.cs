using System.CommandLine;
using Whelk.Cli.CommandLine;

namespace Whelk.Cli.Run;

/// <summary>The options that `run` and `create` share, with Docker's names and meanings.</summary>
internal sealed partial class CreateOptions
{
    private readonly Option<bool> _interactive = Flags.Switch("--interactive", "Keep standard input open even if not attached", "-i");
    private readonly Option<bool> _tty = Flags.Switch("--tty", "Allocate a pseudo terminal", "-t");
    private readonly Option<bool> _remove = Flags.Switch("--rm", "Remove the workload and its anonymous volumes when it exits");
    private readonly Option<string?> _name = Flags.Text("--name", "Name of the workload");
    private readonly Option<string[]> _env = Flags.List("--env", "Set environment variables", "-e");
    private readonly Option<string[]> _envFile = Flags.List("--env-file", "Read environment variables from a file");
    private readonly Option<string?> _workdir = Flags.Text("--workdir", "Working directory inside", "-w");
    private readonly Option<string?> _user = Flags.Text("--user", "User name or id (name|uid[:group|gid])", "-u");
    private readonly Option<string[]> _publish = Flags.List("--publish", "Publish a port to the host: [[ADDRESS:]HOSTPORT:]PORT[/PROTOCOL]", "-p");
    private readonly Option<bool> _publishAll = Flags.Switch("--publish-all", "Publish all exposed ports to random ports", "-P");
    private readonly Option<string[]> _expose = Flags.List("--expose", "Expose a port or a range of ports");
    private readonly Option<string[]> _volume = Flags.List("--volume", "Mount a volume or a path of the host: [SOURCE:]TARGET[:OPTIONS]", "-v");
    private readonly Option<string[]> _mount = Flags.List("--mount", "Mount in the long form: type=volume,source=NAME,target=PATH,…");
    private readonly Option<string[]> _volumesFrom = Flags.List("--volumes-from", "Mount what another workload mounts: CONTAINER[:ro]");
    private readonly HealthOptions _health = new();
    private readonly ResourceOptions _resources = new();
    private readonly NamespaceFlags _namespaces = new();
    private readonly Option<string?> _isolation = Flags.Text("--isolation", "What surrounds the workload: container, vm or auto");
    private readonly Option<string?> _runtime = Flags.Text("--runtime", "OCI runtime: crun, runc, whelk-vm or a registered one");
    private readonly Option<string[]> _network = Flags.List("--network", "Network to join: bridge, none, host, container:NAME or a name, or name=…,alias=…,ip=…", "--net");
    private readonly EndpointOptions _endpoint = new("--network-alias", "--net-alias");
    private readonly Option<string?> _macAddress = Flags.Text("--mac-address", "Hardware address on the network");
    private readonly Option<string?> _hostname = Flags.Text("--hostname", "Host name inside", "-h");
    private readonly Option<string?> _domainname = Flags.Text("--domainname", "Domain name inside");
    private readonly Option<string[]> _dns = Flags.List("--dns", "DNS server");
    private readonly Option<string[]> _addHost = Flags.List("--add-host", "Line for /etc/hosts: HOST:ADDRESS");
    private readonly Option<string?> _memory = Flags.Text("--memory", "Memory limit (bytes, or with k, m, g)", "-m");
    private readonly Option<string?> _memorySwap = Flags.Text("--memory-swap", "Memory and swap together; -1 for unlimited swap");
    private readonly Option<string?> _cpus = Flags.Text("--cpus", "Number of CPUs, also as a fraction");
    private readonly Option<long?> _pids = new("--pids-limit") { Description = "Most processes and threads; -1 for no limit" };
    private readonly Option<string?> _entrypoint = Flags.Text("--entrypoint", "Program to run instead of the image's entry point");
    private readonly Option<string[]> _label = Flags.List("--label", "Set a label: KEY=VALUE", "-l");
    private readonly Option<string?> _restart = Flags.Text("--restart", "When to start again: no, on-failure[:N], always, unless-stopped");
    private readonly Option<string?> _stopSignal = Flags.Text("--stop-signal", "Signal that asks the workload to end");
    private readonly Option<int?> _stopTimeout = Flags.Number("--stop-timeout", "Seconds from that signal to KILL");
    private readonly Option<string[]> _capAdd = Flags.List("--cap-add", "Add a Linux capability");
    private readonly Option<string[]> _capDrop = Flags.List("--cap-drop", "Drop a Linux capability");
    private readonly Option<string[]> _groupAdd = Flags.List("--group-add", "Join another group");
    private readonly Option<string[]> _securityOpt = Flags.List("--security-opt", "Security option: no-new-privileges, seccomp=FILE, apparmor=PROFILE");
    private readonly Option<bool> _privileged = Flags.Switch("--privileged", "Give every capability and device");
    private readonly Option<bool> _readOnly = Flags.Switch("--read-only", "Mount the root file system read-only");
    private readonly Option<string[]> _tmpfs = Flags.List("--tmpfs", "Mount a tmpfs: TARGET[:OPTIONS]");
    private readonly Option<string?> _shmSize = Flags.Text("--shm-size", "Size of /dev/shm");
    private readonly Option<string[]> _sysctl = Flags.List("--sysctl", "Set a kernel parameter: NAME=VALUE");
    private readonly Option<string[]> _ulimit = Flags.List("--ulimit", "Resource limit: NAME=SOFT[:HARD]");
    private readonly Option<bool> _init = Flags.Switch("--init", "Run an init inside that forwards signals and reaps processes");
    private readonly Option<string?> _logDriver = Flags.Text("--log-driver", "Where output is kept");
    private readonly Option<string[]> _logOpt = Flags.List("--log-opt", "Option of the log driver: NAME=VALUE");
    private readonly Option<string?> _pull = Flags.Text("--pull", "Pull the image first: always, missing or never");
    private readonly Option<string?> _platform = Flags.Text("--platform", "Platform of the image");
    private readonly Option<bool> _quiet = Flags.Switch("--quiet", "Say nothing while pulling", "-q");
    private readonly Argument<string[]> _imageAndCommand = Flags.NameAndCommand("IMAGE [COMMAND] [ARG...]");

    /// <summary>Makes these the options and the argument of <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _interactive, _tty, _remove, _name, _env, _envFile, _workdir, _user, _publish, _publishAll, _expose, _volume, _isolation,
            _runtime, _network, _macAddress, .. _endpoint.All, _hostname, _dns, _addHost, _memory, _memorySwap, _cpus, _pids, _entrypoint, _label,
            _restart, _stopSignal, _stopTimeout, _capAdd, _capDrop, _groupAdd, _securityOpt, _privileged, _readOnly, _tmpfs, _shmSize,
            _sysctl, _ulimit, _init, _logDriver, _logOpt, _pull, _platform, _quiet, _volumesFrom, .. _health.All, .. _resources.All, .. _namespaces.All, _domainname, _mount,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.Add(_imageAndCommand);
    }
}
