import { Columns3 } from 'lucide-react'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components'
import { Button } from '../../components/Button.tsx'
import { CheckMark } from '../../components/CheckMark.tsx'
import { useFoldedColumns } from '../../components/DataGrid/folded-columns.ts'
import menu from '../../components/Menu.module.css'
import { Popover } from '../../components/Popover.tsx'
import { t } from '../../i18n.ts'
import { useSettings } from '../../state/settings.ts'
import { resultColumnIds } from './result-columns.tsx'
import { useColumnsShown } from './use-columns-shown.ts'

/** Switches columns on and off; the student's name is not among them. */
export function ColumnsMenu() {
  const hidden = useSettings((state) => state.settings.hiddenColumns)
  const change = useSettings((state) => state.change)
  const shown = useColumnsShown((state) => state.ids)
  const folded = useFoldedColumns((state) => state.columns)
  const choices = resultColumnIds.filter((id) => id !== 'student')
  return (
    <MenuTrigger>
      <Button icon={Columns3}>{t('results.columns.menu')}</Button>
      <Popover placement="bottom end">
        <Menu
          className={menu.list ?? ''}
          aria-label={t('results.columns.menuLabel')}
          selectionMode="multiple"
          selectedKeys={choices.filter((id) => !hidden.includes(id))}
          onSelectionChange={(keys) => {
            if (keys !== 'all') void change({ hiddenColumns: choices.filter((id) => !keys.has(id)) })
          }}
        >
          {choices.map((id) => (
            <MenuItem key={id} id={id} className={menu.item ?? ''} textValue={t(`results.columns.${id}`)}>
              <CheckMark />
              <span className={menu.words}>
                {t(`results.columns.${id}`)}
                {!hidden.includes(id) && !shown.includes(id) && shown.length > 0 && (
                  <span className={menu.aside}>
                    {' '}
                    ·{' '}
                    {t(
                      folded.some((column) => column.id === id)
                        ? 'results.columns.folded'
                        : 'results.columns.hiddenByWidth',
                    )}
                  </span>
                )}
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
