import { Plus, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { TextField as AriaTextField, FieldError, Input, NumberField } from 'react-aria-components'
import type { Scale } from '../../../shared/model/grading.ts'
import { systemZone } from '../../app/accounts.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import field from '../../ui/Field.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { focusFirstProblem, TextField } from '../../ui/TextField.tsx'
import { listedName } from './gradebook-columns.tsx'
import { isPreset, presetLike, presets } from './gradebook-words.ts'
import styles from './ScaleDialog.module.css'
import { ScaleStrip } from './ScaleStrip.tsx'
import {
  type BandProblem,
  changesBetween,
  type DraftBand,
  gradesTwice,
  problemsOf,
  scaleNow,
  useScaleDraft,
} from './scale-draft.ts'

const own = 'own'
const longestName = 200
const percent: Intl.NumberFormatOptions = { style: 'unit', unit: 'percent', maximumFractionDigits: 2 }
/** Names of changed students that are listed; the rest are only counted. */
const mostListed = 100

/** Edits the scale of a gradebook and shows whose grade that changes, before it is kept. */
export function ScaleDialog({ onKeep }: { onKeep(scale: Scale): void }) {
  const draft = useScaleDraft()
  const { definition, name, bands, before, after, error } = draft
  const box = useRef<HTMLDivElement>(null)
  if (definition === null) return null
  const preset = presetLike(bands.map(({ from, grade }) => ({ from: from ?? Number.NaN, grade }))) ?? own
  const keep = () => {
    const scale = scaleNow(draft)
    if (scale === null) return focusFirstProblem(box.current)
    draft.close()
    onKeep(scale)
  }
  return (
    <Dialog title={t('gradebookScale.title')} wide onClose={draft.close}>
      <div ref={box} className={styles.body}>
        <p className={styles.lead}>{t('gradebookScale.lead')}</p>
        {error !== null && (
          <ErrorMessage error={error} zone={systemZone}>
            <Button onPress={draft.retry}>{t('action.tryAgain')}</Button>
          </ErrorMessage>
        )}
        {before !== null && (
          <div>
            <ScaleStrip
              grades={before}
              places={definition.rules.places}
              bands={bands}
              onMove={(id, from) => draft.change(id, { from })}
            />
            <p className={styles.hint}>
              {t(
                before.students.every(({ average }) => average.rounded === null)
                  ? 'gradebookScale.noAverages'
                  : 'gradebookScale.stripKeys',
              )}
            </p>
          </div>
        )}
        <div className={styles.sides}>
          <Bands />
          <div className={styles.side}>
            <SelectField
              label={t('gradebookScale.from')}
              value={preset}
              sections={[
                {
                  title: null,
                  options: [
                    ...(preset === own ? [{ value: own, words: t('gradebookScale.own') }] : []),
                    ...presets.map((value) => ({ value, words: t(`gradebook.scales.${value}`) })),
                  ],
                },
              ]}
              onChange={(chosen) => {
                if (isPreset(chosen)) draft.take(chosen)
              }}
            />
            <TextField
              label={t('gradebookScale.name')}
              hint={t('gradebookScale.nameHint')}
              value={name}
              maxLength={longestName}
              onChange={draft.rename}
            />
            <Changes />
          </div>
        </div>
        <DialogButtons>
          <Button onPress={draft.close}>{t('gradebookScale.back')}</Button>
          <Button look="primary" isDisabled={after === null && error === null} onPress={keep}>
            {t('gradebookScale.keep')}
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  )
}

/** Every grade with its bound and how many students have it, from the best down. */
function Bands() {
  const { bands, before, after, change, insert, remove } = useScaleDraft()
  const table = useRef<HTMLTableElement>(null)
  const problems = problemsOf(bands)
  const twice = gradesTwice(bands)
  /** Null for a grade that is not there. */
  const countOf = (grades: typeof after, grade: string) =>
    grades?.grades.find((each) => each.grade === grade.trim())?.students ?? null
  const add = (above: number) => {
    const id = insert(above)
    requestAnimationFrame(() => table.current?.querySelector<HTMLInputElement>(`[data-band="${id}"] input`)?.focus())
  }
  return (
    <div className={styles.side}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={styles.scroll} tabIndex={0} data-scrolls aria-label={t('gradebookScale.title')}>
        <table ref={table} className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('gradebookScale.columns.grade')}</th>
              <th scope="col">{t('gradebookScale.columns.from')}</th>
              <th scope="col" className={styles.end}>
                {t('gradebookScale.columns.students')}
              </th>
              <th scope="col">
                <span className="visually-hidden">{t('gradebookScale.columns.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {bands.map((band, at) => (
              <Band
                key={band.id}
                band={band}
                place={at + 1}
                isLast={at === bands.length - 1}
                isOnly={bands.length === 1}
                above={bands[at - 1]?.from ?? null}
                problem={problems.get(band.id) ?? null}
                count={countOf(after, band.grade) ?? 0}
                countBefore={countOf(before, band.grade)}
                onChange={(part) => change(band.id, part)}
                onInsert={() => add(band.id)}
                onRemove={() => remove(band.id)}
              />
            ))}
          </tbody>
        </table>
      </section>
      {twice.map((grade) => (
        <p key={grade} className={styles.warning}>
          {t('gradebookScale.twice', { grade })}
        </p>
      ))}
    </div>
  )
}

interface BandProps {
  readonly band: DraftBand
  readonly place: number
  readonly isLast: boolean
  readonly isOnly: boolean
  /** The bound of the grade above. */
  readonly above: number | null
  readonly problem: BandProblem | null
  readonly count: number
  /** Null for a grade that was not there before. */
  readonly countBefore: number | null
  onChange(part: Partial<Omit<DraftBand, 'id'>>): void
  onInsert(): void
  onRemove(): void
}

function Band({ band, place, isLast, isOnly, above, problem, count, countBefore, ...act }: BandProps) {
  const { id, from, grade } = band
  const named = grade.trim() || t('gradebookScale.unnamed')
  const words =
    problem === null ? null : t(`gradebookScale.problem.${problem}`, { bound: above === null ? '' : `${above / 100}%` })
  return (
    <tr data-band={id}>
      <td>
        <AriaTextField
          className={field.field ?? ''}
          aria-label={t('gradebookScale.gradeOf', { place })}
          value={grade}
          maxLength={longestName}
          isInvalid={problem === 'noGrade'}
          validationBehavior="aria"
          onChange={(next) => act.onChange({ grade: next })}
        >
          <Input className={field.input ?? ''} />
          <FieldError className={field.problem ?? ''}>{words}</FieldError>
        </AriaTextField>
      </td>
      <td>
        {isLast ? (
          <span className={styles.below}>{t('gradebookScale.below')}</span>
        ) : (
          <NumberField
            className={field.field ?? ''}
            aria-label={t('gradebookScale.boundOf', { grade: named })}
            value={from === null ? Number.NaN : from / 100}
            minValue={-1000}
            maxValue={1000}
            step={0.01}
            formatOptions={percent}
            isInvalid={problem === 'noBound' || problem === 'notFalling'}
            validationBehavior="aria"
            onChange={(next) => act.onChange({ from: Number.isNaN(next) ? null : Math.round(next * 100) })}
          >
            <Input className={field.input ?? ''} />
            <FieldError className={field.problem ?? ''}>{words}</FieldError>
          </NumberField>
        )}
      </td>
      <td className={styles.end}>
        <span className={styles.count}>{wholeNumber(count)}</span>
        {countBefore !== null && countBefore !== count && (
          <span className={styles.was}>{t('gradebookScale.was', { count: countBefore })}</span>
        )}
      </td>
      <td className={styles.actions}>
        <IconButton icon={Plus} label={t('gradebookScale.insert', { grade: named })} onPress={act.onInsert} />
        <IconButton
          icon={Trash2}
          label={t('gradebookScale.remove', { grade: named })}
          isDisabled={isOnly}
          onPress={act.onRemove}
        />
      </td>
    </tr>
  )
}

/** Whose grade would be another one. */
function Changes() {
  const { bands, before, after } = useScaleDraft()
  const changes = before === null || after === null ? null : changesBetween(before, after)
  const listed = changes?.slice(0, mostListed) ?? []
  const count = changes?.length ?? 0
  const gradeWords = (grade: string) => grade || t('gradebookScale.noGrade')
  return (
    <div className={styles.changes}>
      <p className={styles.finding} role="status">
        {changes === null
          ? t('gradebookScale.reading')
          : t(count === 0 ? 'gradebookScale.nobody' : 'gradebookScale.changes', { count })}
      </p>
      {problemsOf(bands).size > 0 && <p className={styles.hint}>{t('gradebookScale.waiting')}</p>}
      {count > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <ul className={styles.who} tabIndex={0} data-scrolls aria-label={t('gradebookScale.who')}>
          {listed.map((each) => (
            <li key={`${each.student.account} ${each.student.key}`}>
              {t('gradebookScale.change', {
                student: listedName(each),
                before: gradeWords(each.before),
                after: gradeWords(each.after),
              })}
            </li>
          ))}
          {count > listed.length && <li>{t('gradebookScale.more', { count: count - listed.length })}</li>}
        </ul>
      )}
    </div>
  )
}
