/** The guest's serial console, or a container's terminal. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { post } from '../api/call';
import { guestPath, type Resource } from '../model/resources';
import { useText } from '../text/text';
import { type ConsoleTicket, socketUrl } from './consoles';

/** How often the server hears that somebody is still there. */
const PING_MS = 30_000;

export function Serial({ entry }: { entry: Resource }) {
  const text = useText();
  const place = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  const [round, setRound] = useState(0);
  const running = entry.status === 'running';
  useEffect(() => {
    const div = place.current;
    if (div === null || !running) {
      return;
    }
    setSaid('');
    return openTerminal(div, entry, (reason) => setSaid(reason ?? text('console.lost')));
    // a console stays open while the figures of its guest change
  }, [entry.id, entry.node, running, round]);
  return (
    <div className="console">
      <div className="toolbar">
        {said !== '' && running && <Button onPress={() => setRound(round + 1)}>{text('console.connect')}</Button>}
        <span role="status">{running ? said : text('console.off')}</span>
      </div>
      <div ref={place} className="terminal" />
    </div>
  );
}

function openTerminal(div: HTMLElement, entry: Resource, onEnd: (reason?: string) => void): () => void {
  const terminal = new Terminal({ screenReaderMode: true, fontFamily: 'ui-monospace, monospace', fontSize: 14 });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(div);
  fit.fit();
  let socket: WebSocket | undefined;
  let ping: ReturnType<typeof setInterval> | undefined;
  let gone = false;
  post<ConsoleTicket>(`${guestPath(entry)}/termproxy`).then(
    (opened) => {
      if (gone) {
        return;
      }
      socket = new WebSocket(socketUrl(entry, opened), 'binary');
      socket.binaryType = 'arraybuffer';
      connect(socket, terminal, opened);
      socket.addEventListener('close', () => onEnd());
      ping = setInterval(() => socket?.readyState === WebSocket.OPEN && socket.send('2'), PING_MS);
    },
    (failure: Error) => onEnd(failure.message),
  );
  const watch = new ResizeObserver(() => fit.fit());
  watch.observe(div);
  return () => {
    gone = true;
    clearInterval(ping);
    watch.disconnect();
    socket?.close();
    terminal.dispose();
  };
}

/** What goes to the server is framed: `0:length:keys` for input, `1:columns:rows:` for the size, `2` for a sign of life. */
function connect(socket: WebSocket, terminal: Terminal, opened: ConsoleTicket): void {
  const keys = new TextEncoder();
  socket.addEventListener('open', () => {
    socket.send(`${opened.user ?? ''}:${opened.ticket}\n`);
    socket.send(`1:${terminal.cols}:${terminal.rows}:`);
    terminal.focus();
  });
  let welcomed = false;
  socket.addEventListener('message', (message: MessageEvent<ArrayBuffer | string>) => {
    const bytes = typeof message.data === 'string' ? keys.encode(message.data) : new Uint8Array(message.data);
    const isWelcome = !welcomed && bytes[0] === 79 && bytes[1] === 75;
    welcomed = true;
    terminal.write(isWelcome ? bytes.slice(2) : bytes);
  });
  terminal.onData((typed) => {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(`0:${keys.encode(typed).length}:${typed}`);
    }
  });
  terminal.onResize(({ cols, rows }) => {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(`1:${cols}:${rows}:`);
    }
  });
}
