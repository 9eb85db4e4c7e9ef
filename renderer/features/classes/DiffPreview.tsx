import { type ReactNode, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { ClassChange, ClassMember } from '../../../shared/model/class.ts'
import { type ClassDiff, changeOf, type MemberFact } from '../../../shared/model/class-file.ts'
import { systemZone } from '../../app/accounts.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { KindNote, KindTabs } from '../../ui/KindTabs.tsx'
import styles from './DiffPreview.module.css'
import { extraTimeWords, memberFacts, memberName, reasonWords } from './member-words.ts'
import { type LikeSomebody, PerhapsHereLines, withoutThose } from './PerhapsHere.tsx'

/** Rows of a kind that are drawn; the rest are only counted. */
const mostShown = 200

const kinds = ['named', 'new', 'changed', 'gone', 'unchanged', 'refused'] as const
type Kind = (typeof kinds)[number]

export interface DiffPreviewProps {
  readonly diff: ClassDiff
  /** Whether it is of a file, whose rows have lines and which may be the whole class. */
  readonly isFile: boolean
  /** Those whom it would newly add and who may be here already; absent where everybody has results. */
  readonly perhaps?: readonly LikeSomebody[]
  /** @returns why it was not done; null when it was */
  onConfirm(change: ClassChange): Promise<AppError | null>
  onCancel(): void
  /** Leads back to where the people come from; absent where that is in view. */
  onBack?: () => void
}

/** What a list of people would change in a class, by what happens to each; one button then does it. */
export function DiffPreview({ diff: whole, isFile, perhaps = [], onConfirm, onCancel, onBack }: DiffPreviewProps) {
  const [leavesOut, setLeavesOut] = useState(false)
  const diff = leavesOut ? withoutThose(whole, perhaps) : whole
  const listed = kinds.filter(
    (each) => (isFile || each !== 'gone') && (each !== 'named' || (diff.named?.length ?? 0) > 0),
  )
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
      <KindTabs
        label={t('classes.kinds')}
        kinds={listed.map((kind) => ({
          id: kind,
          words: t(`classes.kind.${kind}`),
          count: diff[kind]?.length ?? 0,
          children: <KindRows kind={kind} diff={diff} isFile={isFile} />,
        }))}
      />
      {perhaps.length > 0 && <PerhapsHereLines those={perhaps} areLeftOut={leavesOut} onLeaveOut={setLeavesOut} />}
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
  const named = diff.named?.length ?? 0
  const parts = [
    diff.new.length > 0 && t('classes.confirm.add', { count: diff.new.length }),
    diff.changed.length > 0 && t('classes.confirm.change', { count: diff.changed.length }),
    named > 0 && t('classes.confirm.name', { count: named }),
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

const headOf = {
  named: 'soFar',
  new: 'facts2',
  changed: 'facts',
  gone: 'facts2',
  unchanged: 'facts2',
  refused: 'reason',
} as const

function KindRows({ kind, diff, isFile }: Pick<DiffPreviewProps, 'diff' | 'isFile'> & { kind: Kind }) {
  const rows = rowsOf(kind, diff)
  const listed = rows.slice(0, mostShown)
  const hasLines = isFile && rows.some(({ line }) => line !== null)
  return (
    <>
      <KindNote>{t(`classes.why.${kind}`)}</KindNote>
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
        <KindNote>{t('classes.moreRows', { count: rows.length - listed.length })}</KindNote>
      )}
    </>
  )
}

function rowsOf(kind: Kind, diff: ClassDiff): readonly Row[] {
  switch (kind) {
    case 'named':
      return (diff.named ?? []).map(({ line, name, before }) => ({
        line,
        name: memberName(name),
        about: [before === null ? name.learnerId : memberName(before), name.email].filter(Boolean).join(' · '),
      }))
    case 'new':
      return diff.new.map(({ line, member, isKnown }) => ({
        line,
        name: memberName(member),
        about: (
          <>
            <span className={styles.fact}>{memberFacts(member)}</span>
            <span className={styles.fact}>{t(isKnown ? 'classes.known' : 'classes.noResults')}</span>
          </>
        ),
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
      return diff.gone.map((member) => ({ line: null, name: memberName(member), about: memberFacts(member) }))
    case 'unchanged':
      return diff.unchanged.map(({ line, member }) => ({ line, name: memberName(member), about: memberFacts(member) }))
    case 'refused':
      return diff.refused.map(({ line, name, reason }) => ({ line, name, about: reasonWords(reason) }))
  }
}

/** "number: 17 → 18". */
function factWords(fact: MemberFact, before: ClassMember, after: ClassMember): string {
  if (fact === 'key') return t('classes.fact.key')
  const shown = (member: ClassMember) =>
    (fact === 'extraTime' ? extraTimeWords(member.extraTime) : member[fact]) || t('classes.nothing')
  return t('classes.factChange', { fact: t(`classes.fact.${fact}`), before: shown(before), after: shown(after) })
}
