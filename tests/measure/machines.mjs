// Made-up machines of a given number of regions, as links: RAM below 3 GiB cut by reserved
// regions and holes, the rest above 4 GiB. The same as in tests/benches/boots.rs.

/** A release of every era. */
export const eras = ["2.6.18", "3.0.5", "3.2", "3.6", "3.18", "4.2", "6.12"];

const MIB = 256;
const GIB = 1024 * MIB;

/** The map of a host of `gib` GiB in `regions` regions, as links write one; in pages.
 * @param {number} regions @param {number} gib */
export function map(regions, gib) {
  const low = Math.min(3 * GIB, (gib * GIB) / 2);
  const step = Math.floor(low / regions);
  const pieces = Array.from({ length: regions - 1 }, (_, i) => {
    // Every fourth region leaves a hole behind it.
    const end = (i + 1) * step - (i % 4 === 3 ? Math.floor(step / 2) : 0);
    return [i * step, end, "urua"[i % 4]];
  });
  pieces.push([4 * GIB, 4 * GIB + gib * GIB - low, "u"]);
  return pieces.map(([from, to, kind]) => `${from.toString(16)}-${to.toString(16)}:${kind}`).join(",");
}

/** A whole link to such a machine with 4 GiB for dom0.
 * @param {string} release @param {number} regions @param {number} gib */
export const link = (release, regions, gib) => `#v=1&dom0-mem=4G&xen=4.17&linux=${release}&e820=${map(regions, gib)}`;
