/** The tabs of what is looked at; which one is open stands in the address. */
import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { go } from '../model/route';

export interface Sheet {
  id: string;
  label: string;
  show: () => ReactNode;
}

export function Tabbed({ id, tab, label, sheets }: { id: string; tab: string; label: string; sheets: readonly Sheet[] }) {
  const chosen = sheets.some((sheet) => sheet.id === tab) ? tab : (sheets[0]?.id ?? '');
  return (
    <Tabs className="tabs" selectedKey={chosen} onSelectionChange={(key) => go(id, String(key))}>
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
