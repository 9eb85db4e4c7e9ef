import type { TableReading, TableSource } from '../../../shared/model/table.ts'
import { t } from '../../i18n.ts'
import { SelectField } from '../SelectField.tsx'
import styles from './TableChoice.module.css'

interface SourceChoiceProps {
  readonly source: TableSource
  readonly busy: boolean
  /** Asks for another sheet, or for other letters. */
  onChange(asked: TableReading): void
}

/** Which sheet of a file was read and in which letters, where either may be another; what was a guess says so. */
export function SourceChoice({ source, busy, onChange }: SourceChoiceProps) {
  const { sheets, sheet, isSheetGuess, encoding } = source
  const hasSheets = sheets.length > 1 && sheet !== null
  const hasLetters = encoding !== null && (encoding.isGuess || encoding.others.length > 0)
  if (!hasSheets && !hasLetters) return null
  const change = (asked: TableReading) => {
    if (!busy) onChange({ sheet: sheet ?? undefined, encoding: encoding?.name, ...asked })
  }
  return (
    <div className={styles.source}>
      {hasSheets && (
        <SelectField
          label={t('tables.sheet')}
          {...(isSheetGuess && { hint: t('tables.sheetGuess') })}
          value={sheet}
          sections={[
            {
              title: null,
              options: sheets.map(({ name, isHidden }) => ({
                value: name,
                words: isHidden ? t('tables.hiddenSheet', { name }) : name,
              })),
            },
          ]}
          onChange={(chosen) => change({ sheet: chosen })}
        />
      )}
      {hasLetters && (
        <SelectField
          label={t('tables.letters')}
          {...(encoding.isGuess && { hint: t('tables.lettersGuess') })}
          value={encoding.name}
          sections={[
            {
              title: null,
              options: [encoding.name, ...encoding.others].map((name) => ({ value: name, words: lettersWords(name) })),
            },
          ]}
          onChange={(chosen) => change({ encoding: chosen })}
        />
      )}
    </div>
  )
}

/** An encoding by where it is used, and its own name behind it. */
function lettersWords(name: string): string {
  const places: Readonly<Record<string, string>> = {
    'windows-1252': t('tables.encoding.western'),
    'windows-1250': t('tables.encoding.central'),
    'windows-1254': t('tables.encoding.turkish'),
    'windows-1251': t('tables.encoding.cyrillic'),
    'windows-1253': t('tables.encoding.greek'),
    'windows-1257': t('tables.encoding.baltic'),
    macintosh: t('tables.encoding.mac'),
    gbk: t('tables.encoding.chinese'),
    big5: t('tables.encoding.chineseOld'),
    'shift-jis': t('tables.encoding.japanese'),
    'euc-kr': t('tables.encoding.korean'),
    cp850: t('tables.encoding.dosWestern'),
    cp852: t('tables.encoding.dosCentral'),
  }
  const place = places[name]
  return place === undefined ? name : `${place} (${name})`
}
