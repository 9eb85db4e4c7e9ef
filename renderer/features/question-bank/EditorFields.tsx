import { useState } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import {
  type BankCategory,
  gradeStyles,
  type QuestionDraft,
  type QuestionFlaw,
  writableTypes,
} from '../../../shared/model/bank.ts'
import { t } from '../../format/words.ts'
import { Switch } from '../../ui/Choice.tsx'
import field from '../../ui/Field.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import { HtmlField, Options, TrueFalse } from './AnswerFields.tsx'
import { useBankFacts } from './bank.ts'
import { bankTypeWords, fieldProblem, gradeStyleWords } from './bank-words.ts'
import { CategoryDialog } from './CategoryDialog.tsx'
import { CategorySelect } from './CategorySelect.tsx'
import styles from './Editor.module.css'
import { asType, shownFlaws, useEditor } from './editor.ts'

/** What can be written of a question, with what is wrong beside each field. */
export function EditorFields({ account }: { readonly account: AccountSummary }) {
  const { open, change, typePoints, save } = useEditor()
  const categories = useBankFacts((state) => state.categories)
  if (open === null) return null
  const { draft, isThere } = open
  const { shown } = shownFlaws(open, categories)
  const problem = (name: QuestionFlaw['field']) => fieldProblem(shown, name)
  const hasOptions = draft.type === 'multiplechoice' || draft.type === 'multipleresponse'
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t('bank.editor.fields')} data-scrolls>
      <Form className={styles.form} onSubmit={() => void save()}>
        <div className={styles.pair}>
          <TypeField draft={draft} isThere={isThere} onChange={change} />
          <CategoryField account={account} draft={draft} categories={categories} problem={problem('category')} />
        </div>
        <HtmlField
          label={t('bank.fields.question')}
          hint={t('bank.editor.htmlHint')}
          value={draft.question}
          rows={4}
          problem={problem('question')}
          onChange={(question) => change({ question })}
        />
        {hasOptions && <Options draft={draft} flaws={shown} />}
        {draft.type === 'truefalse' && <TrueFalse draft={draft} flaws={shown} />}
        <div className={styles.pair}>
          <TextField
            label={t('bank.fields.points')}
            hint={t('bank.editor.pointsHint')}
            value={open.points}
            onChange={typePoints}
            inputMode="decimal"
            problem={problem('points')}
          />
          {draft.type === 'multipleresponse' && (
            <SelectField
              label={t('bank.fields.gradeStyle')}
              value={draft.gradeStyle}
              sections={[
                { title: null, options: gradeStyles.map((style) => ({ value: style, words: gradeStyleWords(style) })) },
              ]}
              onChange={(gradeStyle) => change({ gradeStyle })}
            />
          )}
        </div>
        {hasOptions && (
          <Switch
            words={t('bank.editor.random')}
            isSelected={draft.randomAnswers === true}
            onChange={(randomAnswers) => change({ randomAnswers })}
          />
        )}
        {(['correctFeedback', 'incorrectFeedback'] as const).map((name) => (
          <HtmlField
            key={name}
            label={t(`bank.fields.${name}`)}
            value={draft[name] ?? ''}
            rows={2}
            problem={problem(name)}
            onChange={(html) => change({ [name]: html === '' ? null : html })}
          />
        ))}
        <p className={styles.note}>{t('bank.editor.noDelete')}</p>
      </Form>
    </section>
  )
}

interface TypeFieldProps {
  readonly draft: QuestionDraft
  readonly isThere: boolean
  onChange(change: Partial<QuestionDraft>): void
}

function TypeField({ draft, isThere, onChange }: TypeFieldProps) {
  if (isThere)
    return (
      <div className={field.field}>
        <span className={field.label}>{t('bank.fields.type')}</span>
        <p className={styles.fixed}>{bankTypeWords(draft.type)}</p>
        <p className={field.hint}>{t('bank.editor.typeStays')}</p>
      </div>
    )
  return (
    <SelectField
      label={t('bank.fields.type')}
      value={writableTypes.find((type) => type === draft.type) ?? null}
      sections={[{ title: null, options: writableTypes.map((type) => ({ value: type, words: bankTypeWords(type) })) }]}
      onChange={(type) => onChange(asType(draft, type))}
    />
  )
}

interface CategoryFieldProps {
  readonly account: AccountSummary
  readonly draft: QuestionDraft
  readonly categories: readonly BankCategory[]
  readonly problem: string | null
}

function CategoryField({ account, draft, categories, problem }: CategoryFieldProps) {
  const change = useEditor((state) => state.change)
  const [isAdding, setAdding] = useState(false)
  return (
    <div className={field.field}>
      <CategorySelect
        categories={categories}
        value={draft.category}
        onChange={(category) => change({ category })}
        onNew={() => setAdding(true)}
      />
      {problem !== null && <p className={field.problem}>{problem}</p>}
      {isAdding && (
        <CategoryDialog
          account={account}
          asked={{ kind: 'add', parent: null }}
          onClose={() => setAdding(false)}
          onAdded={(category) => change({ category })}
        />
      )}
    </div>
  )
}
