// Hands connections to the instances of a service in turn, and to the next where one takes none: balance.mjs PORT INSTANCE_PORT...
// What a Service of Kubernetes does: a connection that is open stays where it is.
import { connect, createServer } from 'node:net';

const [port, ...instances] = process.argv.slice(2).map(Number);
let turn = 0;

function hand(client, tries) {
  if (tries === 0) return client.destroy();
  const instance = connect({ port: instances[turn++ % instances.length], host: '127.0.0.1', noDelay: true });
  let connected = false;
  instance.once('connect', () => {
    connected = true;
    client.pipe(instance).pipe(client);
  });
  instance.on('error', () => (connected ? client.destroy() : hand(client, tries - 1)));
  instance.on('close', () => connected && client.destroy());
  client.on('close', () => instance.destroy());
}

createServer({ noDelay: true, allowHalfOpen: false }, (client) => {
  client.on('error', () => client.destroy());
  hand(client, instances.length);
}).listen(port, '127.0.0.1');
