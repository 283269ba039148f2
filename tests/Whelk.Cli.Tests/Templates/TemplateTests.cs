using System.Text.Json.Nodes;
using Whelk.Cli.Templates;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Templates;

public sealed class TemplateTests
{
    private const string Data =
        """
        {"Name":"/web","Id":"0123456789abcdef","State":{"Running":true,"Pid":42,"Error":""},"Args":["-c","exit 0"],"Empty":[],"Null":null,
        "Labels":{"b":"2","a.x":"1"},"Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"}],"443/tcp":null}}
        """;

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("{{.Name}}", "/web")]
    [InlineData("a{{ .State.Pid }}b", "a42b")]
    [InlineData("{{.State.Running}}", "true")]
    [InlineData("{{.Args}}", "[-c exit 0]")]
    [InlineData("{{.Labels}}", "map[a.x:1 b:2]")]
    [InlineData("{{.Null}}", "<no value>")]
    [InlineData("{{json .Args}}", "[\"-c\",\"exit 0\"]")]
    [InlineData("{{.Args | json}}", "[\"-c\",\"exit 0\"]")]
    [InlineData("{{json .Null}}", "null")]
    [InlineData("{{index .Labels \"a.x\"}}", "1")]
    [InlineData("{{index .Args 1}}", "exit 0")]
    [InlineData("{{(index (index .Ports \"80/tcp\") 0).HostPort}}", "8080")]
    [InlineData("{{index .Ports \"80/tcp\" 0 | json}}", "{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"8080\"}")]
    [InlineData("{{len .Args}} {{len .Labels}} {{len .Name}} {{len .Null}}", "2 2 4 0")]
    [InlineData("{{upper .Name}} {{lower \"ABC\"}}", "/WEB abc")]
    [InlineData("{{join .Args \", \"}}", "-c, exit 0")]
    [InlineData("{{index (split .Name \"/\") 1}}", "web")]
    [InlineData("{{truncate .Id 4}}", "0123")]
    [InlineData("{{println .Name}}{{print 1 true}}", "/web\n1true")]
    public void Apply_shows_values(string template, string expected) => Assert.Equal(expected, Apply(template));

    [Theory]
    [InlineData("{{if .State.Running}}up{{end}}", "up")]
    [InlineData("{{if .State.Error}}bad{{else}}good{{end}}", "good")]
    [InlineData("{{if .Empty}}x{{end}}{{if .Null}}y{{end}}{{if 0}}z{{end}}", "")]
    [InlineData("{{if not .Empty}}empty{{end}}", "empty")]
    [InlineData("{{if and .State.Running .Args}}both{{end}}{{if or .Empty .Name}}one{{end}}", "bothone")]
    [InlineData("{{if eq .State.Pid 42}}same{{end}}{{if ne .Name \"x\"}}other{{end}}", "sameother")]
    [InlineData("{{with .State}}{{.Pid}} {{$.Name}}{{end}}", "42 /web")]
    [InlineData("{{with .Empty}}x{{else}}{{.Name}}{{end}}", "/web")]
    [InlineData("{{range .Args}}<{{.}}>{{end}}", "<-c><exit 0>")]
    [InlineData("{{range .Empty}}x{{else}}none{{end}}", "none")]
    [InlineData("{{range $i, $a := .Args}}{{$i}}={{$a}};{{end}}", "0=-c;1=exit 0;")]
    [InlineData("{{range $k, $v := .Labels}}{{$k}}:{{$v}} {{end}}", "a.x:1 b:2 ")]
    [InlineData("{{range $p, $b := .Ports}}{{$p}}{{range $b}}->{{.HostPort}}{{end}} {{end}}", "443/tcp 80/tcp->8080 ")]
    [InlineData("a  {{- .State.Pid -}}  b", "a42b")]
    [InlineData("a {{.State.Pid}} b", "a 42 b")]
    public void Apply_carries_out_blocks(string template, string expected) => Assert.Equal(expected, Apply(template));

    [Theory]
    [InlineData("an open action", "{{.Name")]
    [InlineData("an open block", "{{if .Name}}x")]
    [InlineData("an open else", "{{if .Name}}x{{else}}y")]
    [InlineData("an end of nothing", "{{end}}")]
    [InlineData("two elses", "{{if .Name}}a{{else}}b{{else}}c{{end}}")]
    [InlineData("an unknown function", "{{exec \"rm\"}}")]
    [InlineData("an empty action", "{{}}")]
    [InlineData("a missing value", "{{if}}x{{end}}")]
    [InlineData("an open quote", "{{json \"x}}")]
    [InlineData("an open parenthesis", "{{(json .Name}}")]
    [InlineData("a closing one", "{{json .Name)}}")]
    [InlineData("a pipe to no function", "{{.Name | .Id}}")]
    [InlineData("two dots", "{{.State..Pid}}")]
    [InlineData("too much depth", "{{((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))}}")]
    [InlineData("a number that is none", "{{-}}")]
    [InlineData("a number that is too big", "{{99999999999999999999}}")]
    public void Parse_refuses(string trick, string template)
    {
        var error = Record.Exception(() => Template.Parse(template));

        Assert.True(error is WhelkException { Code: ErrorCode.InvalidArgument }, $"{trick}: {error}");
        Assert.StartsWith("template parsing error: ", error.Message);
    }

    [Theory]
    [InlineData("a field that is not there", "{{.Nope}}")]
    [InlineData("a field of a text", "{{.Name.Length}}")]
    [InlineData("an index that is not there", "{{index .Args 2}}")]
    [InlineData("an index below zero", "{{index .Args -1}}")]
    [InlineData("an index of nothing", "{{index .Null 0}}")]
    [InlineData("an index of a text", "{{index .Name 0}}")]
    [InlineData("a range over a number", "{{range .State.Pid}}x{{end}}")]
    [InlineData("a variable that nobody set", "{{$x}}")]
    [InlineData("too few arguments", "{{join .Args}}")]
    [InlineData("no argument", "{{json}}")]
    public void Apply_refuses(string trick, string template) =>
        Assert.True(Record.Exception(() => Apply(template)) is WhelkException { Code: ErrorCode.InvalidArgument }, trick);

    [Fact]
    public void Fields_are_the_first_names_of_paths() => Assert.Equal(["ID", "Names"], Template.Parse("{{.ID}} {{upper .Names.X}} {{$.Other}}").Fields.Order(StringComparer.Ordinal));

    private static string Apply(string template) => Template.Parse(template).Apply(JsonNode.Parse(Data));
}
