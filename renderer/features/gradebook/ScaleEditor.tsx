import { SlidersHorizontal } from 'lucide-react'
import { Radio, RadioGroup } from 'react-aria-components'
import type { Scale } from '../../../shared/model/grading.ts'
import { scaleOf } from '../../../shared/model/grading-scales.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import editor from '../../ui/Editor.module.css'
import styles from './editors.module.css'
import { presetOf, presets, scaleWords } from './gradebook-words.ts'

interface ScaleEditorProps {
  readonly scale: Scale | null
  onChange(scale: Scale | null): void
  /** Opens the editor of its bounds. */
  onEdit(): void
}

const none = 'none' as const
const own = 'own' as const

/** Chooses the scale that averages become grades by, and shows its bounds. */
export function ScaleEditor({ scale, onChange, onEdit }: ScaleEditorProps) {
  const preset = scale === null ? none : (presetOf(scale) ?? own)
  const options = [...(preset === own ? [own] : []), ...presets, none]
  return (
    <div className={editor.body}>
      <RadioGroup
        className={styles.lines ?? ''}
        aria-label={t('gradebook.chips.scale')}
        value={preset}
        onChange={(chosen) => {
          if (chosen === none) onChange(null)
          const found = presets.find((each) => each === chosen)
          if (found !== undefined) onChange(scaleOf(found))
        }}
      >
        {options.map((option) => (
          <Radio key={option} value={option} className={styles.line ?? ''}>
            <span className={styles.dot} aria-hidden />
            {option === own ? scaleWords(scale) : t(`gradebook.scales.${option}`)}
          </Radio>
        ))}
      </RadioGroup>
      {scale !== null && (
        <p className={styles.bands}>
          {scale.bands.map(({ from, grade }) => (
            <span key={from}>{t('gradebook.scaleFrom', { grade, percent: from / 100 })}</span>
          ))}
        </p>
      )}
      <Button icon={SlidersHorizontal} onPress={onEdit}>
        {t('gradebookScale.edit')}
      </Button>
    </div>
  )
}
