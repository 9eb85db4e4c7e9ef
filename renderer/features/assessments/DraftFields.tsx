import { ChevronDown } from 'lucide-react'
import {
  Button as AriaButton,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Text,
} from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { titleLength } from '../../../shared/model/assessment.ts'
import { t } from '../../format/words.ts'
import { Switch } from '../../ui/Choice.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import field from '../../ui/Field.module.css'
import menu from '../../ui/Menu.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import { useAssessmentFacts } from './assessments.ts'
import styles from './Draft.module.css'
import { type OpenDraft, shownProblem, useDrafting } from './drafting.ts'

interface FieldsProps {
  readonly open: OpenDraft
  /** The accounts that a new draft may be for. */
  readonly accounts: readonly AccountSummary[]
  onPublish(): void
}

/** What is sent of a draft, field by field, each with what is wrong with it. */
export function DraftFields({ open, accounts, onPublish }: FieldsProps) {
  const { change, typePassing, typeMinutes, limit, chooseAccount } = useDrafting()
  const problem = (name: Parameters<typeof shownProblem>[1]) => shownProblem(open, name)
  const { title } = open.content
  const characters = [...title.trim()].length
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className={styles.scroll} tabIndex={0} data-scrolls>
      <Form className={styles.form} onSubmit={onPublish}>
        {accounts.length > 1 && open.id === null && (
          <SelectField
            label={t('assessments.editor.account')}
            value={open.account}
            sections={[{ title: null, options: accounts.map(({ id, name }) => ({ value: id, words: name })) }]}
            onChange={chooseAccount}
          />
        )}
        <CourseField
          key={open.account}
          value={open.content.courseId}
          account={open.account}
          problem={problem('course')}
          onChange={(courseId) => change({ courseId })}
        />
        <TextField
          label={t('assessments.editor.title')}
          hint={
            characters === 0
              ? t('assessments.editor.titleHint')
              : t('assessments.editor.titleCount', { count: characters, most: titleLength.most })
          }
          value={title}
          onChange={(typed) => change({ title: typed })}
          maxLength={2_000}
          problem={withCount(problem('title'), characters)}
        />
        <TextField
          label={t('assessments.editor.passingScore')}
          hint={t('assessments.editor.passingScoreHint')}
          value={open.passing}
          onChange={typePassing}
          inputMode="numeric"
          maxLength={20}
          problem={problem('passingScore')}
        />
        <div className={styles.limit}>
          <Switch words={t('assessments.editor.timed')} isSelected={open.isTimed} onChange={limit} />
          {open.isTimed && (
            <TextField
              label={t('assessments.editor.minutes')}
              hint={t('assessments.editor.minutesHint')}
              value={open.minutes}
              onChange={typeMinutes}
              inputMode="numeric"
              maxLength={20}
              problem={problem('timeLimit')}
            />
          )}
        </div>
      </Form>
    </div>
  )
}

/** A title that is too long also says how long it is. */
const withCount = (problem: string | null, count: number): string | null =>
  problem !== null && count > titleLength.most
    ? `${problem} ${t('assessments.editor.titleCount', { count, most: titleLength.most })}.`
    : problem

interface CourseFieldProps {
  readonly value: string
  readonly account: string
  readonly problem: string | null
  onChange(courseId: string): void
}

/** A course that is known here, or the id of another as it is typed. */
function CourseField({ value, account, problem, onChange }: CourseFieldProps) {
  const statuses = useAssessmentFacts((state) => state.statuses)
  const courses = statuses?.find((each) => each.account === account)?.courses ?? []
  return (
    <ComboBox
      className={field.field ?? ''}
      allowsCustomValue
      menuTrigger="focus"
      inputValue={value}
      onInputChange={onChange}
      defaultItems={courses.map(({ courseId, assessments }) => ({ id: courseId, assessments }))}
      // Of what is typed: Esc would put back the course that was chosen before it was edited.
      selectedKey={courses.some(({ courseId }) => courseId === value) ? value : null}
      onSelectionChange={(key) => key !== null && key !== value && onChange(String(key))}
      isInvalid={problem !== null}
      validationBehavior="aria"
    >
      <Label className={field.label ?? ''}>{t('assessments.editor.course')}</Label>
      <div className={styles.course}>
        <Input className={field.inputMono ?? ''} spellCheck={false} autoComplete="off" maxLength={200} />
        {courses.length > 0 && (
          <AriaButton className={styles.open ?? ''}>
            <ChevronDown aria-hidden />
          </AriaButton>
        )}
      </div>
      {problem === null && (
        <Text slot="description" className={field.hint ?? ''}>
          {t('assessments.editor.courseHint')}
        </Text>
      )}
      <FieldError className={field.problem ?? ''}>{problem}</FieldError>
      <Popover>
        <ListBox className={menu.list ?? ''}>
          {({ id, assessments }: { id: string; assessments: number }) => (
            <ListBoxItem className={menu.item ?? ''} textValue={id}>
              <span className={menu.words}>{id}</span>
              <span className={menu.aside}>{t('assessments.announce', { count: assessments })}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
