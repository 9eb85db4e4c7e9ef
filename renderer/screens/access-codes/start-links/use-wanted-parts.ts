import { useMemo } from 'react'
import type { WantedColumn } from '../../../components/tables/ColumnPicker.tsx'
import { t } from '../../../i18n.ts'
import { type PersonPart, personParts } from './people.ts'

/** What a table of people may hold; nothing of it must be there. The same array at each render. */
export const useWantedParts = (): readonly WantedColumn<PersonPart>[] =>
  useMemo(() => personParts.map((id) => ({ id, label: t(`startLinks.part.${id}`), required: false })), [])
