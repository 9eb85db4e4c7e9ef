import { type ReactNode, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { AppError } from '../../../shared/errors.ts'
import type { ClassChange, ClassMember } from '../../../shared/model/class.ts'
import { type ClassDiff, changeOf, type MemberFact } from '../../../shared/model/class-file.ts'
import { systemZone } from '../../app/accounts.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import { DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import styles from './DiffPreview.module.css'
import { extraTimeWords, memberName, reasonWords } from './member-words.ts'

/** Rows of a kind that are drawn; the rest are only counted. */
const mostShown = 200

const kinds = ['new', 'changed', 'gone', 'unchanged', 'refused'] as const
type Kind = (typeof kinds)[number]

interface DiffPreviewProps {
  readonly diff: ClassDiff
  /** Whether it is of a file, whose rows have lines and which may be the whole class. */
  readonly isFile: boolean
  /** @returns why it was not done; null when it was */
  onConfirm(change: ClassChange): Promise<AppError | null>
  onCancel(): void
  /** Leads back to where the people come from; absent where that is in view. */
  onBack?: () => void
}

/** What a list of people would change in a class, by what happens to each; one button then does it. */
export function DiffPreview({ diff, isFile, onConfirm, onCancel, onBack }: DiffPreviewProps) {
  const listed = kinds.filter((each) => isFile || each !== 'gone')
  const [kind, setKind] = useState<Kind>(() => kinds.find((each) => diff[each].length > 0) ?? 'new')
  const [removesGone, setRemovesGone] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const words = confirmWords(diff, removesGone)
  const confirm = async () => {
    setBusy(true)
    setError(await onConfirm(changeOf(diff, removesGone)))
    setBusy(false)
  }
  return (
    <>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      <Tabs
        className={styles.kinds ?? ''}
        orientation="vertical"
        selectedKey={kind}
        onSelectionChange={(key) => setKind(kinds.find((each) => each === key) ?? 'new')}
      >
        <TabList className={styles.list ?? ''} aria-label={t('classes.kinds')}>
          {listed.map((each, place) => (
            <Tab
              key={each}
              id={each}
              className={classNames(styles.kind, place === 0 && styles.first)}
              isDisabled={diff[each].length === 0}
            >
              <span>{t(`classes.kind.${each}`)}</span>
              <span className={styles.number}>{wholeNumber(diff[each].length)}</span>
            </Tab>
          ))}
        </TabList>
        {listed.map((each) => (
          <TabPanel key={each} id={each} className={styles.panel ?? ''}>
            <p className={styles.why}>{t(`classes.why.${each}`)}</p>
            <KindRows kind={each} diff={diff} isFile={isFile} />
          </TabPanel>
        ))}
      </Tabs>
      {diff.gone.length > 0 && (
        <Switch
          words={t('classes.removeGone', { count: diff.gone.length })}
          isSelected={removesGone}
          onChange={setRemovesGone}
        />
      )}
      <DialogButtons>
        {onBack && (
          <Button look="quiet" onPress={onBack}>
            {t('classes.back')}
          </Button>
        )}
        <Button onPress={onCancel}>{t('action.cancel')}</Button>
        <Button
          look="primary"
          autoFocus={onBack !== undefined}
          isDisabled={busy || words === null}
          onPress={() => void confirm()}
        >
          {words ?? t('classes.confirm.nothing')}
        </Button>
      </DialogButtons>
    </>
  )
}

/** "Add 12 students, change 3"; null where nothing would change. */
function confirmWords(diff: ClassDiff, removesGone: boolean): string | null {
  const parts = [
    diff.new.length > 0 && t('classes.confirm.add', { count: diff.new.length }),
    diff.changed.length > 0 && t('classes.confirm.change', { count: diff.changed.length }),
    removesGone && diff.gone.length > 0 && t('classes.confirm.remove', { count: diff.gone.length }),
  ].filter((part) => part !== false)
  const words = parts.join(', ')
  return words === '' ? null : `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

interface Row {
  readonly line: number | null
  readonly name: string
  readonly about: ReactNode
}

const headOf = { new: 'facts2', changed: 'facts', gone: 'facts2', unchanged: 'facts2', refused: 'reason' } as const

function KindRows({ kind, diff, isFile }: Pick<DiffPreviewProps, 'diff' | 'isFile'> & { kind: Kind }) {
  const rows = rowsOf(kind, diff)
  const listed = rows.slice(0, mostShown)
  const hasLines = isFile && rows.some(({ line }) => line !== null)
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            {hasLines && (
              <th scope="col" className={styles.line}>
                {t('classes.head.line')}
              </th>
            )}
            <th scope="col">{t('classes.head.student')}</th>
            <th scope="col">{t(`classes.head.${headOf[kind]}`)}</th>
          </tr>
        </thead>
        <tbody>
          {listed.map(({ line, name, about }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same name may stand here twice, and nothing moves
            <tr key={place}>
              {hasLines && <td className={styles.line}>{line === null ? '' : wholeNumber(line)}</td>}
              <td>{name}</td>
              <td>{about}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > listed.length && (
        <p className={styles.why}>{t('classes.moreRows', { count: rows.length - listed.length })}</p>
      )}
    </>
  )
}

function rowsOf(kind: Kind, diff: ClassDiff): readonly Row[] {
  switch (kind) {
    case 'new':
      return diff.new.map(({ line, member, isKnown }) => ({
        line,
        name: memberName(member),
        about: [factsOf(member), t(isKnown ? 'classes.known' : 'classes.noResults')].filter(Boolean).join(' · '),
      }))
    case 'changed':
      return diff.changed.map(({ line, member, before, facts }) => ({
        line,
        name: memberName(member),
        about: facts.map((fact) => (
          <span key={fact} className={styles.fact}>
            {factWords(fact, before, member)}
          </span>
        )),
      }))
    case 'gone':
      return diff.gone.map((member) => ({ line: null, name: memberName(member), about: factsOf(member) }))
    case 'unchanged':
      return diff.unchanged.map(({ line, member }) => ({ line, name: memberName(member), about: factsOf(member) }))
    case 'refused':
      return diff.refused.map(({ line, name, reason }) => ({ line, name, about: reasonWords(reason) }))
  }
}

const factsOf = ({ email, externalId, extraTime }: ClassMember): string =>
  [email, externalId, extraTimeWords(extraTime)].filter(Boolean).join(' · ')

/** "number: 17 → 18". */
function factWords(fact: MemberFact, before: ClassMember, after: ClassMember): string {
  if (fact === 'key') return t('classes.fact.key')
  const shown = (member: ClassMember) =>
    (fact === 'extraTime' ? extraTimeWords(member.extraTime) : member[fact]) || t('classes.nothing')
  return t('classes.factChange', { fact: t(`classes.fact.${fact}`), before: shown(before), after: shown(after) })
}
