/** The tabs of what is looked at; which one is open stands in the address. */
import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { go } from '../model/route';

export interface Sheet {
  id: string;
  label: string;
  show: () => ReactNode;
}

interface Props {
  id: string;
  tab: string;
  label: string;
  sheets: readonly Sheet[];
  /** Whether these are tabs within a tab. */
  inner?: boolean;
}

/** A tab with tabs of its own, `access`, is open for each of them, `access/users`. */
export function Tabbed({ id, tab, label, sheets, inner = false }: Props) {
  const open = (sheet: Sheet) => sheet.id === tab || tab.startsWith(`${sheet.id}/`);
  const chosen = (sheets.find(open) ?? sheets[0])?.id ?? '';
  return (
    <Tabs className={inner ? 'tabs inner' : 'tabs'} selectedKey={chosen} onSelectionChange={(key) => go(id, String(key))}>
      <TabList aria-label={label}>
        {sheets.map((sheet) => (
          <Tab key={sheet.id} id={sheet.id}>
            {sheet.label}
          </Tab>
        ))}
      </TabList>
      {sheets.map((sheet) => (
        <TabPanel key={sheet.id} id={sheet.id}>
          {sheet.show()}
        </TabPanel>
      ))}
    </Tabs>
  );
}
