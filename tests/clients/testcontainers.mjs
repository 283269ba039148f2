// Testcontainers for Node.js: DOCKER_HOST and RUNTIME (empty: the engine's default) come from the environment.
import assert from 'node:assert/strict';
import { GenericContainer, Network, Wait } from 'testcontainers';

const { RUNTIME: runtime } = process.env;

function container(...command) {
  const made = new GenericContainer('whelk/base').withCommand(command);
  // It has no word for the runtime: its own options of the host take one.
  if (runtime) made.hostConfig.Runtime = runtime;
  return made;
}

const started = [];
const start = async wanted => {
  const running = await wanted.start();
  started.push(running);
  return running;
};

const network = await new Network().start();
try {
  const web = await start(container('sh', '-c', 'mkdir /www; echo page > /www/index.html; echo ready; exec httpd -f -p 8000 -h /www')
    .withNetwork(network).withNetworkAliases('pages').withExposedPorts(8000)
    .withCopyContentToContainer([{ content: 'copied', target: '/tmp/copied' }])
    .withWaitStrategy(Wait.forAll([Wait.forLogMessage('ready'), Wait.forListeningPorts()])));
  const page = await fetch(`http://${web.getHost()}:${web.getMappedPort(8000)}/`);
  assert.equal(await page.text(), 'page\n');
  const { exitCode, output } = await web.exec(['cat', '/tmp/copied']);
  assert.deepEqual([exitCode, output], [0, 'copied']);

  // Another one of the network finds it by its alias, and says so in its log.
  await start(container('sh', '-c', 'wget -q -O - http://pages:8000/; exec sleep 1000').withNetwork(network).withWaitStrategy(Wait.forLogMessage('page')));
  await start(container('sleep', '1000')
    .withHealthCheck({ test: ['CMD-SHELL', 'true'], interval: 1000, timeout: 20000, retries: 5, startPeriod: 0 })
    .withWaitStrategy(Wait.forHealthCheck()));
  await web.restart({ timeout: 1000 });
} finally {
  for (const running of started.reverse()) await running.stop({ timeout: 0 });
  await network.stop();
}

console.log('done');
