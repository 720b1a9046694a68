/** Who may do what: each kind of it is a list of its own. */
import { Tabbed } from '../parts/Tabbed';
import { useText } from '../text/text';
import { Groups } from './Groups';
import { Permissions } from './Permissions';
import { Roles } from './Roles';
import { Tokens } from './Tokens';
import { Users } from './Users';

export const ACCESS = 'access';

export function AccessPage({ tab }: { tab: string }) {
  const text = useText();
  const sheets = [
    { id: `${ACCESS}/users`, label: text('access.users'), show: () => <Users /> },
    { id: `${ACCESS}/tokens`, label: text('access.tokens'), show: () => <Tokens /> },
    { id: `${ACCESS}/groups`, label: text('access.groups'), show: () => <Groups /> },
    { id: `${ACCESS}/roles`, label: text('access.roles'), show: () => <Roles /> },
    { id: `${ACCESS}/permissions`, label: text('access.permissions'), show: () => <Permissions /> },
  ];
  return <Tabbed id="" tab={tab} label={text('tab.access')} sheets={sheets} inner />;
}
