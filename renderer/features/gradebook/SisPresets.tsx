import { type ReactNode, useState } from 'react'
import type { GradebookFileChoice } from '../../../shared/model/gradebook-file.ts'
import {
  longestSisText,
  type SisPreset,
  sisPresetNamed,
  withoutSisPreset,
  withSisPreset,
} from '../../../shared/model/sis-columns.ts'
import { useSettings } from '../../app/settings.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { TextField } from '../../ui/TextField.tsx'
import styles from './ExportDialog.module.css'

type Chosen = Pick<GradebookFileChoice, 'sisColumns' | 'sisPreset'>

interface SisPresetsProps {
  readonly choice: Chosen
  onChange(chosen: Partial<Chosen>): void
}

const presetKey = (name: string) => `preset ${name}`
const noPreset = 'none'

const changePresets = (change: (presets: readonly SisPreset[]) => readonly SisPreset[]) =>
  void useSettings.getState().change(({ sisPresets }) => ({ sisPresets: change(sisPresets) }))

/** Columns kept under names, one for each system that is fed: chooses, keeps, renames and deletes them. */
export function SisPresets({ choice: { sisColumns, sisPreset }, onChange }: SisPresetsProps) {
  const presets = useSettings((state) => state.settings.sisPresets)
  const [naming, setNaming] = useState<'new' | 'former' | null>(null)
  const [deleted, setDeleted] = useState<SisPreset | null>(null)
  const shown = sisPreset === null ? undefined : sisPresetNamed(presets, sisPreset)
  const isChanged = shown !== undefined && JSON.stringify(shown.columns) !== JSON.stringify(sisColumns)
  const choose = (preset: SisPreset | undefined) => {
    setNaming(null)
    setDeleted(null)
    onChange(preset === undefined ? { sisPreset: null } : { sisPreset: preset.name, sisColumns: preset.columns })
  }
  const keep = (name: string, former?: string) => {
    const columns = naming === 'former' && shown !== undefined ? shown.columns : sisColumns
    changePresets((all) => withSisPreset(all, { name, columns }, former))
    onChange({ sisPreset: name })
    setNaming(null)
    setDeleted(null)
  }
  const remove = (preset: SisPreset) => {
    changePresets((all) => withoutSisPreset(all, preset.name))
    onChange({ sisPreset: null })
    setDeleted(preset)
  }
  const restore = (preset: SisPreset) => {
    changePresets((all) => withSisPreset(all, preset))
    onChange({ sisPreset: preset.name })
    setDeleted(null)
  }
  return (
    <div className={styles.columns}>
      {presets.length > 0 && (
        <SelectField
          label={t('gradebookExport.presets.label')}
          value={shown === undefined ? noPreset : presetKey(shown.name)}
          sections={[
            {
              title: null,
              options: [
                ...presets.map(({ name }) => ({ value: presetKey(name), words: name })),
                { value: noPreset, words: t('gradebookExport.presets.none') },
              ],
            },
          ]}
          onChange={(key) => choose(presets.find(({ name }) => presetKey(name) === key))}
        />
      )}
      {naming !== null ? (
        <NameField
          key={naming}
          name={naming === 'former' ? (shown?.name ?? '') : ''}
          presets={naming === 'former' && shown ? withoutSisPreset(presets, shown.name) : presets}
          onKeep={(name) => keep(name, naming === 'former' ? shown?.name : undefined)}
          onCancel={() => setNaming(null)}
        />
      ) : (
        <Actions>
          {isChanged && (
            <Button onPress={() => keep(shown.name)}>
              {t('gradebookExport.presets.keepIn', { name: shown.name })}
            </Button>
          )}
          <Button onPress={() => setNaming('new')}>{t('gradebookExport.presets.keep')}</Button>
          {shown !== undefined && (
            <>
              <Button look="quiet" onPress={() => setNaming('former')}>
                {t('gradebookExport.presets.rename')}
              </Button>
              <Button look="quiet" onPress={() => remove(shown)}>
                {t('gradebookExport.presets.delete')}
              </Button>
            </>
          )}
        </Actions>
      )}
      <div role="status">
        {deleted !== null && (
          <Actions>
            <span className={styles.hint}>{t('gradebookExport.presets.deleted', { name: deleted.name })}</span>
            <Button look="quiet" onPress={() => restore(deleted)}>
              {t('gradebookExport.presets.undo')}
            </Button>
          </Actions>
        )}
      </div>
    </div>
  )
}

const Actions = ({ children }: { readonly children: ReactNode }) => <div className={styles.presets}>{children}</div>

interface NameFieldProps {
  readonly name: string
  /** Those whose names are taken. */
  readonly presets: readonly SisPreset[]
  onKeep(name: string): void
  onCancel(): void
}

/** Not a form: it stands within the one that exports. */
function NameField({ name: former, presets, onKeep, onCancel }: NameFieldProps) {
  const [name, setName] = useState(former)
  const [problem, setProblem] = useState<string | null>(null)
  const keep = () => {
    const wanted = name.trim()
    if (wanted === '') setProblem(t('gradebookExport.presets.nameNeeded'))
    else if (sisPresetNamed(presets, wanted)) setProblem(t('gradebookExport.presets.nameTaken'))
    else onKeep(wanted)
  }
  return (
    <>
      <TextField
        label={t('gradebookExport.presets.name')}
        value={name}
        maxLength={longestSisText}
        problem={problem}
        autoFocus
        onChange={(next) => {
          setName(next)
          setProblem(null)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          keep()
        }}
      />
      <Actions>
        <Button onPress={keep}>{t('gradebookExport.presets.save')}</Button>
        <Button look="quiet" onPress={onCancel}>
          {t('action.cancel')}
        </Button>
      </Actions>
    </>
  )
}
