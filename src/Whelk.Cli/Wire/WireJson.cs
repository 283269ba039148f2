using System.Text.Json.Serialization;
using Whelk.Cli.Compare;
using Whelk.Cli.Doctor;

namespace Whelk.Cli.Wire;

/// <summary>How the types of this client are read and written, made at compile time.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(PathStat))]
[JsonSerializable(typeof(FileChange[]))]
[JsonSerializable(typeof(ProcessTable))]
[JsonSerializable(typeof(DiskUsage))]
[JsonSerializable(typeof(ContainerConfig))]
[JsonSerializable(typeof(ContainerCreated))]
[JsonSerializable(typeof(WaitResult))]
[JsonSerializable(typeof(ExecConfig))]
[JsonSerializable(typeof(ExecCreated))]
[JsonSerializable(typeof(ExecStart))]
[JsonSerializable(typeof(ExecState))]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(ContainerSummary[]))]
[JsonSerializable(typeof(ImageSummary[]))]
[JsonSerializable(typeof(ImageRemoved[]))]
[JsonSerializable(typeof(ProgressMessage))]
[JsonSerializable(typeof(EventLine))]
[JsonSerializable(typeof(ContainersPruned))]
[JsonSerializable(typeof(UpdateRequest))]
[JsonSerializable(typeof(StatsSample))]
[JsonSerializable(typeof(VolumeDetails))]
[JsonSerializable(typeof(VolumeList))]
[JsonSerializable(typeof(VolumeCreateRequest))]
[JsonSerializable(typeof(VolumesPruned))]
[JsonSerializable(typeof(CompareRequest))]
[JsonSerializable(typeof(CompareMessage))]
[JsonSerializable(typeof(CompareResult))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class WireJson : JsonSerializerContext;
