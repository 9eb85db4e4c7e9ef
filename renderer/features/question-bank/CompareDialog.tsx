import type { BankQuestion, EarlierVersion } from '../../../shared/model/bank.ts'
import { useClock } from '../../app/clock.ts'
import { shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { bankAccount, useBankFacts } from './bank.ts'
import { closeBankDialog, resolveConflict } from './bank-actions.ts'
import { bankTypeWords, gradeStyleWords, pathOf, pointsOf, timeFor } from './bank-words.ts'
import styles from './CompareDialog.module.css'
import { ComparedRow, ComparedTable, Marked, TextValues } from './ComparedTable.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import {
  type Compared,
  type ComparedField,
  comparedFields,
  comparedTexts,
  differingFields,
  shownTexts,
} from './differences.ts'

/** What was edited here beside what ClassMarker has; of a conflict one of the two is chosen. */
export function CompareDialog({ question }: { readonly question: BankQuestion }) {
  const categories = useBankFacts((state) => state.categories)
  const { atService, state } = question
  if (atService === null) return null
  const mine = { content: question.content, category: pathOf(categories, question.category) }
  const theirs = { content: atService.content, category: pathOf(categories, atService.category) }
  const both = <SideBySide one={mine} other={theirs} names={[t('bank.compare.mine'), t('bank.compare.theirs')]} />
  if (state === 'conflict')
    return (
      <ConflictDialog
        lead={t('bank.compare.lead')}
        cost={t('bank.compare.cost', { time: timeFor(2) })}
        onChoose={(keep) => void resolveConflict('question', question.id, keep, atService.version)}
      >
        {both}
      </ConflictDialog>
    )
  return (
    <Dialog title={t('bank.compare.waitingTitle')} wide onClose={closeBankDialog}>
      <p>{t('bank.compare.waitingLead')}</p>
      {both}
      <DialogButtons>
        <Button onPress={closeBankDialog}>{t('help.close')}</Button>
      </DialogButtons>
    </Dialog>
  )
}

interface VersionDialogProps {
  readonly question: BankQuestion
  readonly version: EarlierVersion
}

/** What a question said before, beside what it says now. */
export function VersionDialog({ question, version: { content, until, attempts } }: VersionDialogProps) {
  const now = useClock((state) => state.now)
  const zone = bankAccount()?.timeZone ?? 'UTC'
  const before =
    until === null ? t('bank.panel.versionSeen') : t('bank.panel.versionUntil', { date: shortDate(until, now, zone) })
  return (
    <Dialog title={t('bank.compare.versionTitle')} wide onClose={closeBankDialog}>
      {attempts > 0 && <p>{t('bank.compare.seen', { count: attempts })}</p>}
      <SideBySide
        one={{ content, category: null }}
        other={{ content: question.content, category: null }}
        names={[before, t('bank.compare.now')]}
      />
      <DialogButtons>
        <Button onPress={closeBankDialog}>{t('help.close')}</Button>
      </DialogButtons>
    </Dialog>
  )
}

interface SideBySideProps {
  readonly one: Compared
  readonly other: Compared
  readonly names: readonly [string, string]
}

/** Two questions field by field; the words in one of them alone are marked. */
export function SideBySide({ one, other, names }: SideBySideProps) {
  const differing = new Set(differingFields(one, other))
  const shown = comparedFields.filter((field) => differing.has(field) || isSaid(one, field) || isSaid(other, field))
  return (
    <ComparedTable names={names}>
      {shown.map((field) => (
        <ComparedRow key={field} name={t(`bank.fields.${field}`)} differs={differing.has(field)}>
          <Values field={field} one={one} other={other} />
        </ComparedRow>
      ))}
    </ComparedTable>
  )
}

function Values({ field, one, other }: { readonly field: ComparedField } & Omit<SideBySideProps, 'names'>) {
  if (field === 'options') return <OptionValues one={one} other={other} />
  return <TextValues one={textOf(one, field)} other={textOf(other, field)} />
}

function OptionValues({ one, other }: Omit<SideBySideProps, 'names'>) {
  const [a, b] = [one.content.options, other.content.options]
  const places = Array.from({ length: Math.max(a.length, b.length) }, (_, place) => place)
  const cells = places.map((place) => {
    const [left, right] = [a[place], b[place]]
    const text = (option: typeof left) => [option?.clue, option?.content].filter(Boolean).join(' → ')
    const [leftText, rightText] = shownTexts(text(left), text(right))
    return { left, right, pieces: comparedTexts(leftText, rightText) }
  })
  return ([0, 1] as const).map((side) => (
    <td key={side}>
      <ul className={styles.options}>
        {cells.map(({ left, right, pieces }, place) => {
          const option = side === 0 ? left : right
          return (
            option !== undefined && (
              // biome-ignore lint/suspicious/noArrayIndexKey: options are compared by their place
              <li key={place}>
                <b>{option.letter}</b> <Marked pieces={pieces[side]} />
              </li>
            )
          )
        })}
      </ul>
    </td>
  ))
}

function textOf({ content, category }: Compared, field: ComparedField): string {
  switch (field) {
    case 'type':
      return bankTypeWords(content.type)
    case 'category':
      return category ?? ''
    case 'correct':
      return content.correct.join(', ')
    case 'points':
      return pointsOf(content.points)
    case 'randomAnswers':
      return content.randomAnswers === null ? '' : t(content.randomAnswers ? 'bank.panel.random' : 'bank.panel.inOrder')
    case 'gradeStyle':
      return content.gradeStyle === null ? '' : gradeStyleWords(content.gradeStyle)
    case 'options':
      return ''
    default:
      return content[field] ?? ''
  }
}

const isSaid = (compared: Compared, field: ComparedField): boolean =>
  field === 'options' ? compared.content.options.length > 0 : textOf(compared, field) !== ''
