using Whelk.Guest.Protocol;
using Whelk.Vm.Qemu;
using Whelk.Vm.Templates;
using Xunit;

namespace Whelk.Vm.Tests.Templates;

public sealed class TemplateRequestTests
{
    private static readonly TemplateRequest Request = new("key", 512, 2, Accelerator.Kvm, TakesWarm: true);

    [Fact]
    public void Decode_gives_what_was_encoded() => Assert.Equal(Request, TemplateRequest.Decode(Request.Encode()));

    [Fact]
    public void Decode_refuses_what_is_cut_off_or_longer()
    {
        var payload = Request.Encode().ToArray();
        Assert.Throws<ProtocolException>(() => TemplateRequest.Decode(payload.AsSpan(0, payload.Length - 1)));
        Assert.Throws<ProtocolException>(() => TemplateRequest.Decode([.. payload, 0]));
    }
}
