/** A table of any length: only the rows that are seen are there. Sorted by a click or a key on a column's head. */
import { type ReactNode, useMemo, useState } from 'react';
import { Cell, Column, Row, type SortDescriptor, Table, TableBody, TableHeader, TableLayout, Virtualizer } from 'react-aria-components';

export interface GridColumn<T> {
  id: string;
  head: string;
  show: (entry: T) => ReactNode;
  /** What it is sorted by; without it the column is not. */
  by?: (entry: T) => string | number | undefined;
  width?: number;
}

interface Props<T> {
  label: string;
  entries: readonly T[];
  columns: ReadonlyArray<GridColumn<T>>;
  idOf: (entry: T) => string;
  onOpen?: (entry: T) => void;
  empty: string;
  sortedBy?: SortDescriptor;
}

const ROW = 36;

export function Grid<T extends object>(props: Props<T>) {
  const { columns, entries, idOf, onOpen } = props;
  const [sort, setSort] = useState<SortDescriptor | undefined>(props.sortedBy);
  const sorted = useMemo(() => sortEntries(entries, columns, sort), [entries, columns, sort]);
  const open = (key: string | number) => {
    const entry = sorted.find((one) => idOf(one) === key);
    if (entry !== undefined) {
      onOpen?.(entry);
    }
  };
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW, headingHeight: ROW }}>
      <Table
        className="grid"
        aria-label={props.label}
        selectionMode="none"
        {...(sort === undefined ? {} : { sortDescriptor: sort })}
        onSortChange={setSort}
        {...(onOpen === undefined ? {} : { onRowAction: open })}
      >
        <TableHeader>
          {columns.map((column, index) => (
            <Column
              key={column.id}
              id={column.id}
              isRowHeader={index === 0}
              allowsSorting={column.by !== undefined}
              {...(column.width === undefined ? {} : { width: column.width })}
            >
              {({ sortDirection }) => (
                <>
                  {column.head}
                  {sortDirection !== undefined && <span aria-hidden="true">{sortDirection === 'ascending' ? ' ▲' : ' ▼'}</span>}
                </>
              )}
            </Column>
          ))}
        </TableHeader>
        <TableBody items={sorted} renderEmptyState={() => <p className="empty">{props.empty}</p>} dependencies={[columns]}>
          {(entry) => (
            <Row id={idOf(entry)} className={onOpen === undefined ? '' : 'opens'}>
              {columns.map((column) => (
                <Cell key={column.id}>{column.show(entry)}</Cell>
              ))}
            </Row>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}

function sortEntries<T>(entries: readonly T[], columns: ReadonlyArray<GridColumn<T>>, sort: SortDescriptor | undefined): readonly T[] {
  const by = columns.find((column) => column.id === sort?.column)?.by;
  if (by === undefined) {
    return entries;
  }
  const sign = sort?.direction === 'descending' ? -1 : 1;
  return [...entries].sort((a, b) => sign * compare(by(a), by(b)));
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
}
