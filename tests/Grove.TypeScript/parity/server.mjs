// An HTTP server of sockets alone, so that it can also break off anywhere.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** @typedef {{ status: number, headers?: Record<string, string>, body: unknown, ending?: 'cut-head' | 'cut-body' | 'reset' | 'never' }} Answer */

export class ScriptedServer {
  /** @type {{ headers: Record<string, string> }[]} */
  requests = [];
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();
  #answers;
  #server;

  /** @param {Answer[]} answers the last one is given for all further requests too */
  constructor(answers) {
    this.#answers = answers;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** @param {Answer[]} answers */
  static async start(answers) {
    const server = new ScriptedServer(answers);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url() {
    return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port}/client/v4`;
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** @param {import('node:net').Socket} socket */
  #serve(socket) {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let unread = '';
    socket.on('data', (data) => {
      unread += data.toString('latin1');
      for (let end = unread.indexOf('\r\n\r\n'); end >= 0; end = unread.indexOf('\r\n\r\n')) {
        const lines = unread.slice(0, end).split('\r\n').slice(1);
        /** @type {Record<string, string>} */
        const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
        const length = Number(headers['content-length'] ?? 0);
        if (unread.length < end + 4 + length) return;
        unread = unread.slice(end + 4 + length);
        const answer = this.#answers[Math.min(this.requests.length, this.#answers.length - 1)];
        this.requests.push({ headers });
        if (answer) this.#answer(socket, answer);
      }
    });
  }

  /** @param {import('node:net').Socket} socket @param {Answer} answer */
  #answer(socket, { status, headers, body, ending }) {
    if (ending === 'never') return;
    if (ending === 'reset') {
      socket.resetAndDestroy();
      return;
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const all = { 'Content-Type': 'application/json', ...headers, ...(status === 204 ? {} : { 'Content-Length': `${Buffer.byteLength(text)}` }) };
    const head = `HTTP/1.1 ${status} Scripted\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    if (ending === 'cut-head') socket.end(head.slice(0, head.length / 2));
    else if (ending === 'cut-body') socket.end(head + text.slice(0, text.length / 2));
    else socket.write(head + text);
  }
}
