/** The guest's screen by VNC. */
import RFB from '@novnc/novnc';
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { post } from '../api/call';
import { guestPath, type Resource } from '../model/resources';
import { useText } from '../text/text';
import { type ConsoleTicket, socketUrl } from './consoles';

export function Screen({ entry }: { entry: Resource }) {
  const text = useText();
  const place = useRef<HTMLDivElement>(null);
  const rfb = useRef<RFB>(undefined);
  const [said, setSaid] = useState('');
  const [round, setRound] = useState(0);
  const running = entry.status === 'running' || entry.status === 'paused';
  useEffect(() => {
    const div = place.current;
    if (div === null || !running) {
      return;
    }
    let gone = false;
    setSaid('');
    post<ConsoleTicket>(`${guestPath(entry)}/vncproxy`, { websocket: true }).then(
      (opened) => {
        if (!gone) {
          const screen = new RFB(div, socketUrl(entry, opened), { credentials: { username: '', target: '', password: opened.ticket } });
          screen.scaleViewport = true;
          screen.addEventListener('disconnect', () => setSaid(text('console.lost')));
          rfb.current = screen;
        }
      },
      (failure: Error) => setSaid(failure.message),
    );
    return () => {
      gone = true;
      rfb.current?.disconnect();
      rfb.current = undefined;
    };
    // a console stays open while the figures of its guest change
  }, [entry.id, entry.node, running, round]);
  return (
    <div className="console">
      <div className="toolbar">
        <Button onPress={() => rfb.current?.sendCtrlAltDel()} isDisabled={!running}>
          {text('console.keys')}
        </Button>
        <Button onPress={() => void place.current?.requestFullscreen()}>{text('console.full')}</Button>
        {said !== '' && running && <Button onPress={() => setRound(round + 1)}>{text('console.connect')}</Button>}
        <span role="status">{running ? said : text('console.off')}</span>
      </div>
      <div ref={place} className="screen" />
    </div>
  );
}
