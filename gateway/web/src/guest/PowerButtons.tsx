import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { del, post } from '../api/call';
import { go } from '../model/route';
import { guestPath, type Resource } from '../model/resources';
import { ended, isGood } from '../model/tasks';
import { Confirm } from '../parts/Dialogs';
import { attempt, toast } from '../parts/toasts';
import { useText } from '../text/text';
import { MoveGuest, useOtherNodes } from './MoveGuest';

type Verb = 'start' | 'shutdown' | 'stop' | 'reboot' | 'reset' | 'suspend' | 'resume';
type Asked = 'stop' | 'reset' | 'destroy';

export function PowerButtons({ entry }: { entry: Resource }) {
  const text = useText();
  const [asked, setAsked] = useState<Asked>();
  const running = entry.status === 'running';
  const paused = entry.status === 'paused';
  const who = `${entry.vmid} ${entry.name ?? ''}`.trim();
  const [moving, setMoving] = useState(false);
  const others = useOtherNodes(entry);
  const watch = (what: string, upid: string) => {
    void ended(upid).then(
      (end) => {
        if (!isGood(end.exitstatus)) {
          toast(text('tasks.failed', `${what} ${who}`, end.exitstatus ?? ''), true);
        }
      },
      () => {},
    );
  };
  const begin = async (what: string, call: () => Promise<string>) => watch(what, await call());
  const power = (verb: Verb) => begin(text(`power.${verb}`), () => post<string>(`${guestPath(entry)}/status/${verb}`));
  const destroy = async () => {
    await begin(text('power.destroy'), () => del<string>(guestPath(entry), { purge: true }));
    go('');
  };
  const act: Record<Asked, () => Promise<void>> = { stop: () => power('stop'), reset: () => power('reset'), destroy };
  const choose = (key: string) =>
    key === 'migrate' ? setMoving(true) : key === 'stop' || key === 'reset' || key === 'destroy' ? setAsked(key) : void attempt(() => power(key as Verb));
  const whileOn = ['stop', 'reboot', ...(entry.type === 'qemu' ? ['reset', paused ? 'resume' : 'suspend'] : [])];
  const move = others.length > 0 ? ['migrate'] : [];
  const more = running || paused ? [...whileOn, ...move] : [...move, 'destroy'];
  return (
    <div className="buttons" role="group" aria-label={who}>
      {running || paused ? (
        <Button onPress={() => void attempt(() => power(paused ? 'resume' : 'shutdown'))}>
          {text(paused ? 'power.resume' : 'power.shutdown')}
        </Button>
      ) : (
        <Button className="primary" onPress={() => void attempt(() => power('start'))}>
          ▶ {text('power.start')}
        </Button>
      )}
      <MenuTrigger>
        <Button>{text('power.more')} ▾</Button>
        <Popover className="popover">
          <Menu onAction={(key) => choose(String(key))}>
            {more.map((key) => (
              <MenuItem key={key} id={key} className={key === 'destroy' ? 'react-aria-MenuItem dangerous' : 'react-aria-MenuItem'}>
                {text(`power.${key as Verb | 'destroy' | 'migrate'}`)}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      {moving && <MoveGuest entry={entry} onClose={() => setMoving(false)} onStarted={(upid) => watch(text('power.migrate'), upid)} />}
      {asked !== undefined && (
        <Confirm
          question={text(`power.${asked}.sure`, who)}
          action={text(`power.${asked}`)}
          act={act[asked]}
          onClose={() => setAsked(undefined)}
          {...(asked === 'destroy' ? { proof: String(entry.vmid) } : {})}
        />
      )}
    </div>
  );
}
