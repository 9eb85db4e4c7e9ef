import { Check } from 'lucide-react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import field from '../../components/Field.module.css'
import { t } from '../../i18n.ts'
import styles from './ColourField.module.css'

/** In the order of the tokens. */
const colours = ['teal', 'blue', 'violet', 'rose', 'ochre', 'slate'] as const

/** One of the palette's colours, by name for those who do not see it. */
export function ColourField({ value, onChange }: { value: number; onChange: (colour: number) => void }) {
  return (
    <RadioGroup
      className={field.field ?? ''}
      orientation="horizontal"
      value={String(value)}
      onChange={(colour) => onChange(Number(colour))}
    >
      <Label className={field.label ?? ''}>{t('settings.colour')}</Label>
      <div className={styles.colours}>
        {colours.map((name, colour) => (
          <Radio key={name} value={String(colour)} className={styles.colour ?? ''} data-account-colour={colour}>
            <Check aria-hidden />
            <span className="visually-hidden">{t(`settings.colours.${name}`)}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
