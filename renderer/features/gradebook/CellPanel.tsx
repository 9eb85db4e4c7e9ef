import { ArrowDown, ArrowLeft, ArrowUp, X } from 'lucide-react'
import { useRef } from 'react'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, isTyping, stepBy, useAsPage, useKey } from '../../ui/keyboard.ts'
import { LongText } from '../../ui/LongText.tsx'
import panel from '../../ui/SidePanel.module.css'
import { shortcutName } from '../../ui/shortcuts.ts'
import { CellDetails } from './CellDetails.tsx'
import { type OpenCell, useCell } from './cell.ts'
import { useChecks } from './checks.ts'
import type { ShownGradebook } from './gradebook.ts'
import { listedName } from './gradebook-columns.tsx'
import { StudentDetails } from './StudentDetails.tsx'

interface CellPanelProps {
  readonly open: OpenCell
  readonly shown: ShownGradebook
}

/**
 * A cell beside the gradebook: the attempts, which one counts and why; or a student with the averages. Esc closes it and
 * returns the focus to the grid.
 */
export function CellPanel({ open, shown }: CellPanelProps) {
  const { error, asking, step, ask, close } = useCell()
  const accounts = useAccounts((state) => state.accounts)
  const aside = useRef<HTMLElement>(null)
  const asPage = useAsPage(aside)
  const student = listedName(open.row)
  const last = shown.summary.students - 1

  const closeAndReturn = () => {
    close()
    // The checks, which stand beneath, take the focus themselves.
    if (useChecks.getState().isOpen) return
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus())
  }
  useKey((event) => {
    if (event.defaultPrevented || event.metaKey || (event.ctrlKey && !event.getModifierState('AltGraph'))) return
    if (isForOverlay(event)) return
    if (event.key === 'Escape' && asking !== null) ask(null)
    else if (event.key === 'Escape') closeAndReturn()
    else if (!isTyping(event) && stepBy(event, aside.current) !== 0) void step(stepBy(event, aside.current))
    else return
    event.preventDefault()
  })

  return (
    <aside
      ref={aside}
      className={panel.panel}
      aria-label={
        open.test === null
          ? t('gradebook.panel.student', { student })
          : t('gradebook.panel.cell', { student, test: open.test.name })
      }
      data-region="panel"
    >
      {asPage && <h1 className="visually-hidden">{t('gradebook.title')}</h1>}
      <div className={panel.head}>
        {asPage && <IconButton icon={ArrowLeft} label={t('action.back')} onPress={closeAndReturn} />}
        <h2 className={panel.name} data-detail-title="" tabIndex={-1}>
          <LongText key={student} text={student} />
        </h2>
        <div className={panel.steps}>
          <IconButton
            icon={ArrowUp}
            label={t('gradebook.panel.previous')}
            aria-keyshortcuts={shortcutName('previous')}
            isDisabled={open.index <= 0}
            onPress={() => void step(-1)}
          />
          <IconButton
            icon={ArrowDown}
            label={t('gradebook.panel.next')}
            aria-keyshortcuts={shortcutName('next')}
            isDisabled={open.index >= last}
            onPress={() => void step(1)}
          />
          {!asPage && <IconButton icon={X} label={t('gradebook.panel.close')} onPress={closeAndReturn} />}
        </div>
      </div>
      {error !== null && <ErrorMessage error={error} zone={zoneOf(accounts, open.row.student.account)} />}
      {open.test === null ? (
        <StudentDetails open={open} shown={shown} />
      ) : (
        <CellDetails open={{ ...open, test: open.test }} shown={shown} />
      )}
    </aside>
  )
}
