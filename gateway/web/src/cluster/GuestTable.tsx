import { useMemo, useRef } from 'react';
import { rangeOf, useFigures } from '../model/figures';
import { bytes, duration, percent } from '../model/format';
import { go } from '../model/route';
import type { Resource } from '../model/resources';
import { Grid, type GridColumn } from '../parts/Grid';
import { Status, Tags } from '../parts/Status';
import { useText } from '../text/text';

/** @param node that all of them are on, if it is one */
export function GuestTable({ guests, node }: { guests: readonly Resource[]; node: string | undefined }) {
  const text = useText();
  const seen = useRef<readonly Resource[]>([]);
  useFigures('vm', node, guests.length, () => rangeOf(seen.current, guests));
  const columns = useMemo<ReadonlyArray<GridColumn<Resource>>>(() => {
    const locale = text.language;
    return [
      { id: 'name', head: text('field.name'), show: (one) => one.name ?? '', by: (one) => one.name, width: 170 },
      { id: 'vmid', head: text('field.id'), show: (one) => one.vmid, by: (one) => one.vmid, width: 90 },
      { id: 'status', head: text('field.status'), show: (one) => <Status of={one} />, by: (one) => one.status, width: 110 },
      { id: 'node', head: text('field.node'), show: (one) => one.node, by: (one) => one.node, width: 90 },
      { id: 'cpu', head: text('field.cpu'), show: (one) => (one.status === 'running' ? percent(one.cpu, locale) : ''), by: (one) => one.cpu, width: 75 },
      {
        id: 'mem',
        head: text('field.memory'),
        show: (one) => (one.status === 'running' ? `${bytes(one.mem, locale)} / ${bytes(one.maxmem, locale)}` : bytes(one.maxmem, locale)),
        by: (one) => one.mem,
        width: 175,
      },
      { id: 'uptime', head: text('field.uptime'), show: (one) => duration(one.uptime), by: (one) => one.uptime, width: 110 },
      { id: 'tags', head: text('field.tags'), show: (one) => <Tags tags={one.tags} />, by: (one) => one.tags, width: 175 },
    ];
  }, [text]);
  return (
    <Grid
      label={text('tab.guests')}
      entries={guests}
      columns={columns}
      idOf={(one) => one.id}
      onOpen={(one) => go(one.id)}
      empty={text('list.none')}
      sortedBy={{ column: 'vmid', direction: 'ascending' }}
      onSeen={(entries) => {
        seen.current = entries;
      }}
    />
  );
}
