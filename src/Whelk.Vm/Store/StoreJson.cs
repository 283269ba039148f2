using System.Text.Json.Serialization;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Commands;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Store;

/// <summary>How whelk-vm's own records are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VmRecord))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(AcceleratorVerdict))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(QmpMessage))]
[JsonSerializable(typeof(UseReport))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class StoreJson : JsonSerializerContext;
