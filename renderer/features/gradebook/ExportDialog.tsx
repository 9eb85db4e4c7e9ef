import { KeyRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import type { AppError } from '../../../shared/errors.ts'
import {
  csvFormNames,
  csvFormOf,
  formsOfNames,
  type GradebookFileChoice,
  isTooLargeToBeLive,
  possibleChoice,
} from '../../../shared/model/gradebook-file.ts'
import { api, asAppError } from '../../api/client.ts'
import { systemZone } from '../../app/accounts.ts'
import { useSettings } from '../../app/settings.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark, Choice } from '../../ui/Choice.tsx'
import { Dialog, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form } from '../../ui/TextField.tsx'
import styles from './ExportDialog.module.css'
import { ExportFacts } from './ExportFacts.tsx'
import type { ShownGradebook } from './gradebook.ts'
import { type ExportPart, exportParts, exportTitle, partsOf, startGradebookExport } from './gradebook-export.ts'
import { SisColumnsEditor } from './SisColumnsEditor.tsx'
import { SisPresets } from './SisPresets.tsx'

interface ExportDialogProps {
  readonly shown: ShownGradebook
  onClose(): void
}

/** Asks as what a gradebook leaves the house; begins with what was chosen last. */
export function ExportDialog({ shown, onClose }: ExportDialogProps) {
  const [wanted, setWanted] = useState(() => useSettings.getState().settings.gradebookFile)
  const [isBusy, setBusy] = useState(false)
  const [asked, setAsked] = useState(false)
  const choice = possibleChoice(wanted)
  const change = (part: Partial<GradebookFileChoice>) => setWanted({ ...wanted, ...part })
  const lacksColumns = choice.file === 'sis' && choice.sisColumns.length === 0
  const send = async () => {
    setAsked(true)
    if (isBusy || lacksColumns) return
    setBusy(true)
    const began = await startGradebookExport(shown, choice)
    setBusy(false)
    if (began === 'started') onClose()
  }
  return (
    <Dialog title={t('gradebookExport.title')} wide onClose={onClose}>
      <Form className={styles.form} onSubmit={() => void send()}>
        <SelectField
          label={t('gradebookExport.file')}
          hint={t(`gradebookExport.hints.${choice.file}`)}
          value={choice.file}
          sections={fileSections()}
          onChange={(file) => change({ file })}
        />
        {choice.file === 'sis' && (
          <>
            <SisPresets choice={wanted} onChange={change} />
            <SisColumnsEditor
              choice={wanted}
              tests={shown.summary.tests}
              problem={asked && lacksColumns ? t('gradebookExport.columns.needed') : null}
              onChange={(sisColumns) => change({ sisColumns })}
            />
          </>
        )}
        <IdentityRow wanted={wanted} shown={shown} onChange={change} />
        {choice.file === 'workbook' && <FiguresRow choice={choice} shown={shown} onChange={change} />}
        <PartsRow choice={choice} onChange={change} />
        <ExportFacts tests={shown.summary.tests} choice={choice} onLeave={onClose} />
        <DialogSubmit isDisabled={isBusy} onCancel={onClose}>
          {t('gradebookExport.submit')}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

function fileSections() {
  const option = (value: GradebookFileChoice['file']) => ({ value, words: t(`gradebookExport.files.${value}`) })
  return [
    { title: t('gradebookExport.kinds.workbook'), options: [option('workbook')] },
    { title: t('gradebookExport.kinds.csv'), options: csvFormNames.map(option) },
    { title: t('gradebookExport.kinds.parquet'), options: [option('parquet')] },
  ]
}

interface LabelledProps {
  readonly label: string
  /** Absent where there is no choice; it names itself. */
  readonly choice?: ReactNode
  /** What it means. */
  readonly hint: string
  readonly children?: ReactNode
}

const Labelled = ({ label, choice, hint, children }: LabelledProps) => (
  <div className={styles.row}>
    <span className={styles.label} aria-hidden={choice !== undefined}>
      {label}
    </span>
    {choice}
    <p className={styles.hint}>{hint}</p>
    {children}
  </div>
)

interface RowProps {
  readonly choice: GradebookFileChoice
  onChange(part: Partial<GradebookFileChoice>): void
}

function IdentityRow({
  wanted,
  shown,
  onChange,
}: Omit<RowProps, 'choice'> & { wanted: GradebookFileChoice; shown: ShownGradebook }) {
  const form = csvFormOf(wanted.file)
  const { identity } = possibleChoice(wanted)
  const label = t('gradebookExport.identity')
  if (form !== undefined && formsOfNames.includes(form))
    return <Labelled label={label} hint={t('gradebookExport.identityHints.namesNeeded')} />
  return (
    <Labelled
      label={label}
      choice={
        <Choice
          label={label}
          value={identity}
          options={(['names', 'pseudonyms'] as const).map((value) => ({
            value,
            words: t(`gradebookExport.identities.${value}`),
          }))}
          onChange={(value) => onChange({ identity: value })}
        />
      }
      hint={t(`gradebookExport.identityHints.${identity}`)}
    >
      {identity === 'pseudonyms' && <KeyFile shown={shown} />}
    </Labelled>
  )
}

/** Saves who is behind each pseudonym, only when asked. */
function KeyFile({ shown: { definition } }: { readonly shown: ShownGradebook }) {
  const [saved, setSaved] = useState<string | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      const file = await api.export.saveKey({ gradebook: definition, title: exportTitle() })
      if (file !== null) setSaved(file.fileName)
    } catch (thrown) {
      setError(asAppError(thrown))
    }
    setBusy(false)
  }
  return (
    <div className={styles.key}>
      <Button icon={KeyRound} isDisabled={isBusy} onPress={() => void save()}>
        {t('gradebookExport.key.button')}
      </Button>
      <p className={styles.hint} role="status">
        {saved === null ? t('gradebookExport.key.hint') : t('gradebookExport.key.saved', { fileName: saved })}
      </p>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
    </div>
  )
}

function FiguresRow({ choice, shown: { summary }, onChange }: RowProps & { readonly shown: ShownGradebook }) {
  const label = t('gradebookExport.figures')
  if (isTooLargeToBeLive(summary.students, summary.tests.length, summary.attempts))
    return <Labelled label={label} hint={t('gradebookExport.figureHints.tooLarge')} />
  return (
    <Labelled
      label={label}
      choice={
        <Choice
          label={label}
          value={choice.figures}
          options={(['live', 'values'] as const).map((value) => ({
            value,
            words: t(`gradebookExport.figureKinds.${value}`),
          }))}
          onChange={(figures) => onChange({ figures })}
        />
      }
      hint={t(`gradebookExport.figureHints.${choice.figures}`)}
    />
  )
}

function PartsRow({ choice, onChange }: RowProps) {
  const parts = partsOf(choice)
  if (parts.length === 0) return null
  return (
    <CheckboxGroup
      className={styles.row ?? ''}
      value={exportParts.filter((part) => choice[part])}
      onChange={(chosen) =>
        onChange(
          Object.fromEntries(parts.map((part) => [part, chosen.includes(part)])) as Partial<
            Record<ExportPart, boolean>
          >,
        )
      }
    >
      <Label className={styles.label ?? ''}>{t('gradebookExport.more')}</Label>
      <div className={styles.parts}>
        {parts.map((part) => (
          <Checkbox key={part} value={part} className={styles.part ?? ''}>
            <CheckMark />
            {t(`gradebookExport.parts.${part}`)}
          </Checkbox>
        ))}
      </div>
      {choice.links && parts.includes('links') && <p className={styles.hint}>{t('gradebookExport.linksHint')}</p>}
    </CheckboxGroup>
  )
}
