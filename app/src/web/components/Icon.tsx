import type { IconName } from '../screens.ts'

type Drawing = IconName | 'lamp' | 'menu' | 'close' | 'arrow' | 'key' | 'screen'

// Drawn on 24 by 24 with a line of 1.75: our own, so that no licence of an icon set comes along.
const lines: Readonly<Record<Drawing, string>> = {
  home: 'M4 11.5 12 5l8 6.5M6.5 10v9h11v-9M10 19v-5h4v5',
  person: 'M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5ZM4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  people:
    'M9 11a3.25 3.25 0 1 0 0-6.5A3.25 3.25 0 0 0 9 11ZM2.5 19c.5-3.5 3-5.25 6.5-5.25s6 1.75 6.5 5.25M15.5 5a3 3 0 0 1 0 5.7M18 14.3c2 .7 3.2 2.3 3.5 4.7',
  building: 'M5 20V5.5h9V20M14 10h5v10M3 20h18M8 9h3M8 12.5h3M8 16h3',
  office: 'M4 8.5h16V19H4ZM9 8.5V6h6v2.5M4 13h16M12 12v2.5',
  tasks: 'm4 6.5 1.5 1.5L8 5M4 12.5 5.5 14 8 11M4 18.5 5.5 20 8 17M11.5 7H20M11.5 13H20M11.5 19H20',
  scale: 'M12 4v16M7.5 20h9M5 7.5h14M5 7.5l-2.5 6.5h5ZM19 7.5 16.5 14h5Z',
  plug: 'M9 3.5v5M15 3.5v5M6.5 8.5h11v3a5.5 5.5 0 0 1-11 0ZM12 17v4',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 14.75a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5Z',
  upload: 'M12 16V5M7.5 9.5 12 5l4.5 4.5M4.5 15.5V20h15v-4.5',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.5v.5',
  door: 'M13.5 4H19v16h-5.5M4 12h10M10 8l4 4-4 4',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20.5 20.5',
  book: 'M5 4.5h11.5A1.5 1.5 0 0 1 18 6v14H6.5A1.5 1.5 0 0 1 5 18.5ZM5 18a1.5 1.5 0 0 1 1.5-1.5H18M8.5 8.5h6M8.5 12h6',
  lamp: 'M8 20h8M9 17h6l1-8H8ZM10 9V6.5a2 2 0 0 1 4 0V9M3 13l2.5-.5M21 13l-2.5-.5M4.5 7.5 7 8.5M19.5 7.5 17 8.5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6 6 18',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  key: 'M8.5 18a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 10.5 20 4M17 6.5l2.5 2.5',
  screen: 'M3.5 5h17v11h-17ZM9 20h6M12 16v4',
}

/** A small drawing beside words. It says nothing by itself, so it is hidden from screen readers. */
export function Icon({ name }: { readonly name: Drawing }) {
  return (
    <svg className="ow-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={lines[name]} />
    </svg>
  )
}

/** The mark of Openwacht: an open ring around a light. */
export function Mark() {
  return (
    <svg className="ow-mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <path className="ow-mark__beam" d="M24 24 30.2 5.2a19.8 19.8 0 0 1 12.6 12.6Z" />
      <path className="ow-mark__ring" d="M21.6 7.2a17 17 0 1 0 19.2 19.2" />
      <circle className="ow-mark__light" cx="24" cy="24" r="4.6" />
    </svg>
  )
}
