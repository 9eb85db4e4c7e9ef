import { ChevronDown } from 'lucide-react'
import {
  Button,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListLayout,
  Text,
  Virtualizer,
} from 'react-aria-components'
import { occursIn } from '../../../shared/model/text.ts'
import { t } from '../../format/words.ts'
import { Popover } from '../../ui/Dialog.tsx'
import field from '../../ui/Field.module.css'
import menu from '../../ui/Menu.module.css'
import styles from './TimeZoneField.module.css'

const known = Intl.supportedValuesOf('timeZone')

/** "America/New_York" → "America/New York". */
const words = (zone: string): string => zone.replaceAll('_', ' ')

interface TimeZoneFieldProps {
  readonly value: string
  /** The stored text when it is not a time zone; `value` then stands in for it. */
  readonly unknown?: string | undefined
  /** In the place of what is said of an account's zone. */
  readonly hint?: string
  readonly onChange: (zone: string) => void
}

/** Chooses a time zone, found by typing part of its name. */
export function TimeZoneField({ value, unknown, hint, onChange }: TimeZoneFieldProps) {
  const zones = (known.includes(value) ? known : [value, ...known]).map((zone) => ({ id: zone, words: words(zone) }))
  return (
    <ComboBox
      className={field.field ?? ''}
      defaultItems={zones}
      selectedKey={value}
      defaultFilter={(text, typed) => occursIn(typed, text)}
      onSelectionChange={(key) => {
        if (key !== null && key !== value) onChange(String(key))
      }}
    >
      <Label className={field.label ?? ''}>{t('settings.timeZone')}</Label>
      <div className={styles.box}>
        <Input className={field.input ?? ''} spellCheck={false} />
        <Button className={styles.open ?? ''}>
          <ChevronDown aria-hidden />
        </Button>
      </div>
      <Text slot="description" className={field.hint ?? ''}>
        {unknown === undefined
          ? (hint ?? t('settings.timeZoneHint'))
          : t('settings.timeZoneUnknown', { unknown, zone: words(value) })}
      </Text>
      <Popover>
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 28, padding: 4 }}>
          <ListBox className={styles.list ?? ''}>
            {(zone: { id: string; words: string }) => (
              <ListBoxItem className={menu.item ?? ''} textValue={zone.words}>
                {zone.words}
              </ListBoxItem>
            )}
          </ListBox>
        </Virtualizer>
      </Popover>
    </ComboBox>
  )
}
