// What `npm ci` on another kind of machine needs of the lock file, and what it must not tell about this one.

type LockedPackage = {
  readonly version?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** The part of a `package-lock.json` that is read here. */
export type LockFile = { readonly packages: Readonly<Record<string, LockedPackage>> }

/**
 * Optional packages that their parent names and the lock file does not, as `parent: package`. npm writes only the
 * variant of the machine that made the lock file, and then stops on every other one.
 */
export function missingVariants({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !lookupPlaces(place, name).some((one) => packages[one] !== undefined))
      .map((name) => `${place}: ${name}`),
  )
}

/** Entries that name the host they were loaded from; a workspace is a link inside the checkout and may. */
export function entriesWithHost({ packages }: LockFile): readonly string[] {
  return Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && link !== true)
    .map(([place]) => place)
}

/** Versions in a `package.json` that are a range and not one version, as `name@range`. */
export function looseVersions(packageJson: string): readonly string[] {
  // A file of this repository in the shape that npm demands.
  const manifest = JSON.parse(packageJson) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {})
      .filter(([, version]) => !/^(npm:(@[^@/]+\/)?[^@/]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name}@${version}`),
  )
}

// Node looks for a package beside its parent, then in every folder above.
function lookupPlaces(place: string, name: string): readonly string[] {
  const parts = place === '' ? [] : place.split('/')
  return [...parts.keys(), parts.length].map((depth) => [...parts.slice(0, depth), 'node_modules', name].join('/'))
}
