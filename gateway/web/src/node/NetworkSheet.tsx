/** The node's interfaces. A change waits until it is applied or reverted; an applied one goes back unless it is confirmed. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { del, post, put } from '../api/call';
import { done } from '../model/tasks';
import { Confirm, FormDialog } from '../parts/Dialogs';
import { CheckInput } from '../parts/Form';
import { Grid, type GridColumn } from '../parts/Grid';
import { attempt } from '../parts/toasts';
import { named, useText } from '../text/text';
import { InterfaceDialog } from './InterfaceDialog';
import { confirmPath, type Interface, networkPath, useNetwork, useWaiting } from './network';

type Asked = { what: 'create'; type: string } | { what: 'edit' | 'remove'; iface: Interface } | { what: 'apply' };

const MADE = ['bridge', 'bond', 'vlan'] as const;
const EDITED = [...MADE, 'eth', 'alias'];

export function NetworkSheet({ node }: { node: string }) {
  const text = useText();
  const client = useQueryClient();
  const network = useNetwork(node);
  const [asked, setAsked] = useState<Asked>();
  const reread = () => client.invalidateQueries({ predicate: (query) => String(query.queryKey[0]).startsWith('network') });
  const then = async (act: Promise<unknown>) => {
    await act;
    await reread();
  };
  const columns = useMemo<ReadonlyArray<GridColumn<Interface>>>(
    () => [
      { id: 'iface', head: text('field.name'), show: (one) => one.iface, by: (one) => one.iface, width: 130 },
      { id: 'type', head: text('field.type'), show: (one) => named(text, 'network', one.type), by: (one) => one.type, width: 150 },
      { id: 'active', head: text('network.active'), show: (one) => <Active is={Boolean(one.active)} />, by: (one) => Number(one.active ?? 0), width: 90 },
      { id: 'address', head: text('network.address'), show: (one) => [one.cidr, one.cidr6].filter(Boolean).join(', ') },
      { id: 'gateway', head: text('network.gateway'), show: (one) => [one.gateway, one.gateway6].filter(Boolean).join(', ') },
      { id: 'built', head: text('network.builtOn'), show: builtOn },
      { id: 'comment', head: text('field.comment'), show: (one) => (one.comments ?? '').trim() },
      {
        id: 'acts',
        head: text('field.acts'),
        width: 210,
        show: (iface) => (
          <span className="row-acts">
            {EDITED.includes(iface.type) && <Button onPress={() => setAsked({ what: 'edit', iface })}>{text('act.edit')}</Button>}
            {iface.type !== 'eth' && <Button onPress={() => setAsked({ what: 'remove', iface })}>{text('act.remove')}</Button>}
          </span>
        ),
      },
    ],
    [text],
  );
  const close = () => setAsked(undefined);
  const all = network.data?.data ?? [];
  const changes = network.data?.changes ?? '';
  return (
    <div className="filling">
      <ConfirmBar node={node} onDone={reread} />
      <div className="toolbar">
        <MenuTrigger>
          <Button className="primary">{text('network.add')} ▾</Button>
          <Popover className="popover">
            <Menu onAction={(type) => setAsked({ what: 'create', type: String(type) })}>
              {MADE.map((type) => (
                <MenuItem key={type} id={type}>
                  {text(`network.${type}`)}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
        <span className="space" />
        {changes !== '' && (
          <>
            <Button onPress={() => void attempt(() => then(del(networkPath(node))))}>{text('act.revert')}</Button>
            <Button className="primary" onPress={() => setAsked({ what: 'apply' })}>
              {text('network.apply')}
            </Button>
          </>
        )}
      </div>
      {changes !== '' && <Diff of={changes} />}
      <Grid
        label={text('tab.network')}
        entries={all}
        columns={columns}
        idOf={(one) => one.iface}
        empty={network.error?.message ?? text('list.none')}
        sortedBy={{ column: 'iface', direction: 'ascending' }}
      />
      {asked?.what === 'create' && <InterfaceDialog node={node} type={asked.type} all={all} onClose={close} send={then} />}
      {asked?.what === 'edit' && <InterfaceDialog node={node} type={asked.iface.type} iface={asked.iface} all={all} onClose={close} send={then} />}
      {asked?.what === 'remove' && (
        <Confirm
          question={text('network.remove.sure', asked.iface.iface)}
          action={text('act.remove')}
          onClose={close}
          act={() => then(del(`${networkPath(node)}/${asked.iface.iface}`))}
        />
      )}
      {asked?.what === 'apply' && <Apply node={node} onClose={close} send={then} />}
    </div>
  );
}

function builtOn(one: Interface): string {
  const tag = one['vlan-id'] === undefined ? '' : ` · ${one['vlan-id']}`;
  return (one.bridge_ports ?? one.slaves ?? one['vlan-raw-device'] ?? '') + tag;
}

function Active({ is }: { is: boolean }) {
  const text = useText();
  return <span className={is ? 'outcome good' : 'muted'}>{is ? `● ${text('say.yes')}` : `○ ${text('say.no')}`}</span>;
}

/** What waits, as it differs from what holds. */
function Diff({ of }: { of: string }) {
  const text = useText();
  return (
    <section className="diff" aria-label={text('network.waits')}>
      <h2>{text('network.waits')}</h2>
      <pre tabIndex={0}>
        {of.split('\n').map((line, index) => (
          <span key={index} className={/^\+(?!\+\+)/.test(line) ? 'added' : /^-(?!--)/.test(line) ? 'removed' : ''}>
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
    </section>
  );
}

function Apply({ node, onClose, send }: { node: string; onClose: () => void; send: (act: Promise<unknown>) => Promise<void> }) {
  const text = useText();
  const [careful, setCareful] = useState(true);
  const apply = async () => {
    await send(put<string>(networkPath(node), { confirm: careful }).then(done));
  };
  return (
    <FormDialog title={text('network.apply')} action={text('network.apply')} onClose={onClose} send={apply}>
      {() => (
        <>
          <p>{text('network.apply.sure', node)}</p>
          <CheckInput label={text('network.careful')} value={careful} onChange={setCareful} />
        </>
      )}
    </FormDialog>
  );
}

/** Counts down while an applied change waits to be confirmed. */
function ConfirmBar({ node, onDone }: { node: string; onDone: () => Promise<void> }) {
  const text = useText();
  const waiting = useWaiting(node).data;
  const [now, setNow] = useState(Date.now());
  const until = waiting?.waiting ? (waiting.until ?? 0) * 1000 : 0;
  useEffect(() => {
    if (until === 0) {
      return;
    }
    const tick = setInterval(() => {
      setNow(Date.now());
      if (Date.now() > until + 2000) {
        void onDone();
      }
    }, 1000);
    return () => clearInterval(tick);
  }, [until]);
  if (until === 0) {
    return null;
  }
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  const confirm = async () => {
    await post(confirmPath(node));
    await onDone();
  };
  return (
    <div className="notice" role="alert">
      <span>{text('network.confirm.ask')}</span>
      <strong>{text('network.confirm.left', left)}</strong>
      <Button className="primary" onPress={() => void attempt(confirm)}>
        {text('network.confirm')}
      </Button>
    </div>
  );
}
