// dockerode: DOCKER_HOST, RUNTIME (empty: the engine's default) and NAME (a word that no other run uses) come from the environment.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import Docker from 'dockerode';

const { RUNTIME: runtime, NAME: name } = process.env;
const docker = new Docker({ socketPath: process.env.DOCKER_HOST.slice('unix://'.length) });
const host = (more = {}) => ({ ...more, ...(runtime ? { Runtime: runtime } : {}) });
const mebibyte = 1 << 20;

/** Both outputs of a multiplexed stream as one text. */
async function said(container, stream) {
  const out = new PassThrough();
  container.modem.demuxStream(stream, out, out);
  stream.on('end', () => out.end());
  return text(out);
}

assert.equal((await docker.ping()).toString(), 'OK');

// A run that is removed by itself: the client waits for it after its start, when it may be gone already.
const [out, err] = [new PassThrough(), new PassThrough()];
const [ended] = await docker.run('whelk/base', ['sh', '-c', 'echo out; echo err >&2; exit 3'], [out, err], { Tty: false, HostConfig: host({ AutoRemove: true }) });
out.end();
err.end();
assert.deepEqual([ended.StatusCode, await text(out), await text(err)], [3, 'out\n', 'err\n']);

const events = await docker.getEvents({ filters: { label: [`of=${name}`] } });
const seen = [];
events.on('data', chunk => seen.push(JSON.parse(chunk)));

const container = await docker.createContainer({
  name, Image: 'whelk/base', Cmd: ['sh', '-c', 'echo started $A; cat > /tmp/typed; echo taken; sleep 1000'],
  OpenStdin: true, StdinOnce: true, Env: ['A=b'], Labels: { of: name }, HostConfig: host({ Memory: 64 * mebibyte }),
});
const attached = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
const output = new PassThrough();
container.modem.demuxStream(attached, output, output);
await container.start();
attached.write('typed\n');
attached.end();
let heard = '';
for await (const chunk of output) {
  heard += chunk;
  if (heard.includes('taken')) break;
}
assert.equal(heard, 'started b\ntaken\n');

const exec = await container.exec({ Cmd: ['cat', '/tmp/typed'], AttachStdout: true, AttachStderr: true });
assert.equal(await said(container, await exec.start({})), 'typed\n');
assert.equal((await exec.inspect()).ExitCode, 0);

const shown = await container.inspect();
assert.deepEqual([shown.Name, shown.HostConfig.Memory, shown.State.Running], [`/${name}`, 64 * mebibyte, true]);
assert.ok((await container.stats({ stream: false })).memory_stats.usage > 0);
assert.ok((await container.top()).Processes.length > 0);
assert.ok((await buffer(await container.getArchive({ path: '/tmp/typed' }))).includes('typed\n'));
await container.putArchive(await container.getArchive({ path: '/tmp/typed' }), { path: '/root' });
assert.ok((await container.changes()).some(change => change.Path === '/root/typed'));
assert.ok((await container.logs({ stdout: true, stderr: true })).toString().includes('started b'));
assert.deepEqual((await docker.listContainers({ filters: { label: [`of=${name}`] } })).map(found => found.Id), [container.id]);

await container.pause();
assert.equal((await container.inspect()).State.Paused, true);
await container.unpause();
await container.rename({ name: `${name}-renamed` });
await container.update({ Memory: 48 * mebibyte });
const waiting = container.wait();
await container.kill({ signal: 'KILL' });
assert.equal((await waiting).StatusCode, 137);
const destroyed = once(events, 'data');
await container.remove({ v: true });
await destroyed;
while (!seen.some(event => event.Action === 'destroy')) await once(events, 'data');
assert.deepEqual(
  seen.map(event => event.Action.split(':')[0]).filter(action => !action.startsWith('exec_') && !action.includes('archive') && action !== 'extract-to-dir' && action !== 'top'),
  ['create', 'attach', 'start', 'pause', 'unpause', 'rename', 'update', 'kill', 'die', 'destroy']);
events.destroy();

const network = await docker.createNetwork({ Name: name, Labels: { of: name } });
assert.equal((await network.inspect()).Labels.of, name);
await network.remove();
const volume = await docker.createVolume({ Name: name });
assert.equal(volume.name ?? volume.Name, name);
await docker.getVolume(name).remove();

await assert.rejects(docker.getContainer('nosuch').inspect(), error => error.statusCode === 404 && error.json.message === 'No such container: nosuch');
await assert.rejects(docker.createContainer({ Image: 'nosuch/image' }), error => error.statusCode === 404 && error.json.message === 'No such image: nosuch/image:latest');
console.log('done');
