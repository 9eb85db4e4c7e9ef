import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Separator } from 'react-aria-components'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { useCommand } from '../../app/commands.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import menu from '../../ui/Menu.module.css'
import { GradebookPrint } from './GradebookPrint.tsx'
import type { ShownGradebook } from './gradebook.ts'
import { usePrint } from './print.ts'

/** Prints the gradebook, a report for each student, or one test. While pages are prepared it says how far they are. */
export function PrintButton({ shown }: { readonly shown: ShownGradebook }) {
  const { job, print } = usePrint()
  useCommand('print', {
    words: t('gradebookPrint.gradebook'),
    run: () => print({ kind: 'gradebook' }),
    isDisabled: job !== null || shown.summary.students === 0,
  })
  if (job !== null) return <GradebookPrint job={job} shown={shown} />
  const item = (id: string, words: string) => (
    <MenuItem key={id} id={id} className={menu.item ?? ''} textValue={words}>
      <span className={menu.words}>{words}</span>
    </MenuItem>
  )
  return (
    <MenuTrigger>
      <Button isDisabled={shown.summary.students === 0}>{t('gradebookPrint.button')}</Button>
      <Popover>
        <Menu
          className={menu.list ?? ''}
          aria-label={t('gradebookPrint.menu')}
          onAction={(key) => {
            const id = String(key)
            print(id === 'gradebook' || id === 'students' ? { kind: id } : { kind: 'test', test: id })
          }}
        >
          <MenuSection aria-label={t('gradebookPrint.menu')}>
            {item('gradebook', t('gradebookPrint.gradebook'))}
            {item('students', t('gradebookPrint.students'))}
          </MenuSection>
          <Separator className={menu.separator ?? ''} />
          <MenuSection aria-label={t('gradebookPrint.tests')}>
            <Header className={menu.section}>{t('gradebookPrint.tests')}</Header>
            {shown.summary.tests.map((test) => item(testKeyOf(test), test.name))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
