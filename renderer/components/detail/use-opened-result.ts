import { useCallback } from 'react'
import type { OpenedRow } from '../../list/ListGrid.tsx'
import { resultsList, useDetail, type WalkedList } from '../../state/detail.ts'

/** The result opened from a list, and how its grid opens and follows another; the focus stays in the list. */
export function useOpenedResult(list: WalkedList = resultsList): OpenedRow<{ readonly id: number }> {
  const { openId, index: openIndex, open, goTo: onFollow } = useDetail()
  const onOpen = useCallback(
    (row: { readonly id: number }, index: number) => void open(row.id, index, list),
    [open, list],
  )
  return { openId, openIndex, onOpen, onFollow }
}
