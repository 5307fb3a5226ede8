// Unpacks LZMA: what browsers unpack by themselves, gzip, is a fifth larger for a module of
// wasm. The form is that of `.lzma` files: properties, size of the dictionary, size of the
// content, stream. Written from the public description of the format.

/** Bytes before the stream. */
const HEAD = 13;
/** Where the models of each kind begin among all models. */
const MATCH = 0, REP = 192, REP_0 = 204, REP_1 = 216, REP_2 = 228, REP_SHORT = 240, SLOT = 432, NEAR = 688, ALIGN = 803, LENGTH = 819, REP_LENGTH = 1333, LITERAL = 1847;
/** Models for each context of a literal. */
const LITERALS = 0x300;

/** Reads bits by models that learn how likely each is. */
class Bits {
  #range = 2 ** 32 - 1;
  #code = 0;
  #at = HEAD + 5;
  #from; #models;

  /** @param {Uint8Array} from @param {number} count of models */
  constructor(from, count) {
    this.#from = from;
    this.#models = new Uint16Array(count).fill(1024);
    for (let i = HEAD + 1; i < HEAD + 5; i++) this.#code = this.#code * 256 + from[i];
  }

  /** Whether all bytes have been read, and none beyond. */
  get whole() { return this.#at === this.#from.length && this.#code === 0; }

  #fill() {
    if (this.#range >= 0x1000000) return;
    this.#range *= 256;
    this.#code = this.#code * 256 + this.#from[this.#at++];
  }

  /** @param {number} model @returns {number} 0 or 1 */
  one(model) {
    const likely = this.#models[model];
    const bound = (this.#range >>> 11) * likely;
    const zero = this.#code < bound;
    this.#models[model] += zero ? (2048 - likely) >> 5 : -(likely >> 5);
    this.#code -= zero ? 0 : bound;
    this.#range = zero ? bound : this.#range - bound;
    this.#fill();
    return zero ? 0 : 1;
  }

  /** Bits that are all as likely, the highest first. @param {number} count */
  plain(count) {
    let value = 0;
    for (; count > 0; count--) {
      this.#range >>>= 1;
      const one = this.#code >= this.#range;
      if (one) this.#code -= this.#range;
      value = value * 2 + Number(one);
      this.#fill();
    }
    return value;
  }

  /** A number of `count` bits, the highest first. @param {number} models @param {number} count */
  tree(models, count) {
    let value = 1;
    for (let i = 0; i < count; i++) value = value * 2 + this.one(models + value);
    return value - (1 << count);
  }

  /** The same with the lowest bit first. @param {number} models @param {number} count */
  reverse(models, count) {
    let [node, value] = [1, 0];
    for (let i = 0; i < count; i++) {
      const bit = this.one(models + node);
      node = node * 2 + bit;
      value += bit << i;
    }
    return value;
  }

  /** How many bytes are repeated. @param {number} models @param {number} place of the first, in a word */
  length(models, place) {
    if (!this.one(models)) return 2 + this.tree(models + 2 + place * 8, 3);
    if (!this.one(models + 1)) return 10 + this.tree(models + 130 + place * 8, 3);
    return 18 + this.tree(models + 258, 8);
  }

  /** How far back they are. @param {number} length */
  distance(length) {
    const slot = this.tree(SLOT + Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const low = (slot >> 1) - 1;
    const start = (2 + slot % 2) * 2 ** low;
    if (slot < 14) return start + this.reverse(NEAR + start - slot, low);
    return start + this.plain(low - 4) * 16 + this.reverse(ALIGN, 4);
  }

  /** A byte; `like` is the one at the last distance after a repeat, otherwise -1.
   * @param {number} models @param {number} like */
  literal(models, like) {
    let node = 1;
    for (let bit = 7; like >= 0 && bit >= 0; bit--) {
      const other = (like >> bit) & 1;
      const own = this.one(models + 256 + other * 256 + node);
      node = node * 2 + own;
      if (own !== other) break;
    }
    while (node < 256) node = node * 2 + this.one(models + node);
    return node - 256;
  }
}

/** The content of a `.lzma` file that states its size.
 * @param {Uint8Array} packed @returns {Uint8Array<ArrayBuffer>} @throws {RangeError} for damaged bytes */
export function unpack(packed) {
  const [context, positions] = [packed[0] % 9, Math.floor(packed[0] / 9)];
  const [low, place] = [2 ** (positions % 5) - 1, 2 ** Math.floor(positions / 5) - 1];
  const out = new Uint8Array(new DataView(packed.buffer, packed.byteOffset).getUint32(5, true));
  const bits = new Bits(packed, LITERAL + LITERALS * 2 ** (context + positions % 5));
  let [state, at] = [0, 0];
  const back = [0, 0, 0, 0];
  while (at < out.length) {
    const now = at & place;
    if (!bits.one(MATCH + state * 16 + now)) {
      const models = LITERAL + LITERALS * (((at & low) << context) + ((out[at - 1] ?? 0) >> (8 - context)));
      out[at] = bits.literal(models, state < 7 ? -1 : out[at - back[0] - 1]);
      at++;
      state = state < 4 ? 0 : state - (state < 10 ? 3 : 6);
      continue;
    }
    let length = 1;
    const first = state < 7;
    if (!bits.one(REP + state)) {
      length = bits.length(LENGTH, now);
      back.pop();
      back.unshift(bits.distance(length));
      state = first ? 7 : 10;
    } else {
      const far = bits.one(REP_0 + state);
      const short = !far && !bits.one(REP_SHORT + state * 16 + now);
      const used = !far ? 0 : bits.one(REP_1 + state) ? 2 + bits.one(REP_2 + state) : 1;
      back.unshift(...back.splice(used, 1));
      if (!short) length = bits.length(REP_LENGTH, now);
      state = (first ? 8 : 11) + (short && first ? 1 : 0);
    }
    if (back[0] >= at || at + length > out.length) throw new RangeError("damaged");
    for (; length > 0; length--, at++) out[at] = out[at - back[0] - 1];
  }
  if (!bits.whole) throw new RangeError("damaged");
  return out;
}
