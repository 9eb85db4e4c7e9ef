import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import {
  TextField as AriaTextField,
  Checkbox,
  FieldError,
  Label,
  Radio,
  RadioGroup,
  Text,
  TextArea,
} from 'react-aria-components'
import { mostOptions, type QuestionDraft, type QuestionFlaw } from '../../../shared/model/bank.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import field from '../../ui/Field.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import { flawWords } from './bank-words.ts'
import styles from './Editor.module.css'
import { useEditor, withOption, withOptionMoved, withoutOption, withRight } from './editor.ts'

interface HtmlFieldProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly rows: number
  readonly problem: string | null
  readonly labelHidden?: boolean
  onChange(html: string): void
}

/** A text with HTML and ClassMarker's square-bracket tags, as it is sent. */
export function HtmlField({ label, hint, value, rows, problem, labelHidden = false, onChange }: HtmlFieldProps) {
  return (
    <AriaTextField
      className={classNames(field.field, styles.grow)}
      value={value}
      onChange={onChange}
      isInvalid={problem !== null}
      validationBehavior="aria"
    >
      <Label className={labelHidden ? 'visually-hidden' : (field.label ?? '')}>{label}</Label>
      <TextArea className={styles.area ?? ''} rows={rows} />
      {hint !== undefined && problem === null && (
        <Text slot="description" className={field.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={field.problem ?? ''}>{problem}</FieldError>
    </AriaTextField>
  )
}

interface AnswersProps {
  readonly draft: QuestionDraft
  readonly flaws: readonly QuestionFlaw[]
}

/** The options A to J: which are right, what they say, and their order. */
export function Options({ draft, flaws }: AnswersProps) {
  const change = useEditor((state) => state.change)
  const list = useRef<HTMLUListElement>(null)
  const { options, correct, type } = draft
  const isSingle = type === 'multiplechoice'
  const general = flaws.filter(
    ({ field: of, letter }) => (of === 'options' && letter === undefined) || of === 'correct',
  )
  const focusOption = (place: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('textarea')[place]?.focus())
  const rows = (
    <ul ref={list} className={styles.options}>
      {options.map(({ letter, content, weight, feedback }, place) => {
        const own = flaws.filter(({ field: of, letter: about }) => of === 'options' && about === letter)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is what stands in its place
          <li key={place} className={styles.option}>
            <RightBox letter={letter} isSingle={isSingle} isRight={correct.includes(letter)} draft={draft} />
            <div className={styles.optionText}>
              <HtmlField
                label={t('bank.editor.option', { letter })}
                labelHidden
                value={content}
                rows={1}
                problem={own.length === 0 ? null : own.map(flawWords).join(' ')}
                onChange={(html) =>
                  change({ options: options.map((each, at) => (at === place ? { ...each, content: html } : each)) })
                }
              />
              {(weight !== undefined || (feedback !== undefined && feedback !== '')) && (
                <p className={field.hint}>
                  {weight !== undefined && `${t('bank.preview.weight', { weight })} `}
                  {t('bank.editor.notAtClassMarker')}{' '}
                  <button
                    type="button"
                    className={styles.drop}
                    onClick={() =>
                      change({
                        options: options.map((each, at) =>
                          at === place ? { letter: each.letter, content: each.content } : each,
                        ),
                      })
                    }
                  >
                    {t('bank.editor.dropExtras')}
                  </button>
                </p>
              )}
            </div>
            <div className={styles.optionButtons}>
              <IconButton
                icon={ArrowUp}
                label={t('bank.editor.up', { letter })}
                isDisabled={place === 0}
                onPress={() => {
                  change(withOptionMoved(draft, place, -1))
                  focusOption(place - 1)
                }}
              />
              <IconButton
                icon={ArrowDown}
                label={t('bank.editor.down', { letter })}
                isDisabled={place === options.length - 1}
                onPress={() => {
                  change(withOptionMoved(draft, place, 1))
                  focusOption(place + 1)
                }}
              />
              <IconButton
                icon={Trash2}
                label={t('bank.editor.remove', { letter })}
                isDisabled={options.length <= 2}
                onPress={() => {
                  change(withoutOption(draft, place))
                  focusOption(Math.max(0, place - 1))
                }}
              />
            </div>
          </li>
        )
      })}
    </ul>
  )
  return (
    <fieldset className={styles.answers}>
      <legend className={field.label}>{t(isSingle ? 'bank.editor.optionsOne' : 'bank.editor.optionsMany')}</legend>
      {isSingle ? (
        <RadioGroup
          aria-label={t('bank.editor.rightOne')}
          value={correct[0] ?? ''}
          onChange={(letter) => change({ correct: [letter] })}
        >
          {rows}
        </RadioGroup>
      ) : (
        rows
      )}
      <Problems flaws={general} />
      <div>
        <Button
          icon={Plus}
          isDisabled={options.length >= mostOptions}
          onPress={() => {
            change(withOption(draft))
            focusOption(options.length)
          }}
        >
          {t('bank.editor.addOption')}
        </Button>
      </div>
    </fieldset>
  )
}

/** What is wrong with a part of a question. */
const Problems = ({ flaws }: { readonly flaws: readonly QuestionFlaw[] }) =>
  flaws.length > 0 && <p className={field.problem}>{[...new Set(flaws.map(flawWords))].join(' ')}</p>

interface RightBoxProps {
  readonly letter: string
  readonly isSingle: boolean
  readonly isRight: boolean
  readonly draft: QuestionDraft
}

function RightBox({ letter, isSingle, isRight, draft }: RightBoxProps) {
  const change = useEditor((state) => state.change)
  const label = t('bank.editor.isRight', { letter })
  if (isSingle)
    return (
      <Radio value={letter} className={styles.right ?? ''} aria-label={label}>
        <span className={styles.dot} aria-hidden />
        <span className={styles.letter}>{letter}</span>
      </Radio>
    )
  return (
    <Checkbox
      className={styles.right ?? ''}
      aria-label={label}
      isSelected={isRight}
      onChange={(on) => change({ correct: withRight(draft, letter, on) })}
    >
      <CheckMark />
      <span className={styles.letter}>{letter}</span>
    </Checkbox>
  )
}

/** Which of the two is right. */
export function TrueFalse({ draft, flaws }: AnswersProps) {
  const change = useEditor((state) => state.change)
  const own = flaws.filter(({ field: of }) => of === 'options' || of === 'correct')
  return (
    <fieldset className={styles.answers}>
      <legend className={field.label}>{t('bank.editor.trueFalse')}</legend>
      <RadioGroup
        className={styles.row ?? ''}
        aria-label={t('bank.editor.trueFalse')}
        value={draft.correct[0] ?? ''}
        onChange={(letter) => change({ correct: [letter] })}
      >
        {draft.options.map(({ letter, content }) => (
          <Radio key={letter} value={letter} className={styles.right ?? ''}>
            <span className={styles.dot} aria-hidden />
            {content}
          </Radio>
        ))}
      </RadioGroup>
      <Problems flaws={own} />
    </fieldset>
  )
}
