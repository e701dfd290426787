// Room in the kernel's memory for a world: records are written and read where takehold.json says.

const PAGE = 65536, LINE = 64; // bytes

export class Room {
  constructor({ module, description }) {
    this.kernel = new WebAssembly.Instance(module, {}).exports;
    Object.assign(this, { description, top: this.kernel.__heap_base.value });
    this.record = this.reserve(description.world.size);
  }

  reserve(size) {
    const at = Math.ceil(this.top / LINE) * LINE;
    this.top = at + size;
    this.grow();
    return at;
  }

  grow() {
    const { memory } = this.kernel, missing = this.top - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  }

  get view() { return new DataView(this.kernel.memory.buffer); }

  whole(at, value) { this.view.setBigInt64(at, BigInt(value), true); }

  /** Where a block of the world lies. */
  at(block) { return Number(this.view.getBigInt64(this.record + this.description.world.fields[block], true)); }

  /** Write numbers of a record, by dotted path; what is not there stays. */
  fill(block, place, values) {
    const { size, fields } = this.description.rows[block], at = this.at(block) + place * size, { view } = this;
    for (const [path, field] of Object.entries(fields)) {
      const value = path in values ? values[path] : path.split(".").reduce((part, name) => part?.[name], values);
      [value].flat().forEach((one, k) => {
        if (one === undefined) return;
        if (field.kind === "number") view.setFloat64(at + field.at + 8 * k, one ?? NaN, true);
        else view.setBigInt64(at + field.at + 8 * k, BigInt(one ?? -1), true);
      });
    }
  }

  /** The numbers of a record, with parts of dotted names inside each other. */
  read(block, at) {
    const told = {};
    for (const [path, field] of Object.entries(this.description.rows[block].fields)) {
      const steps = path.split("."), last = steps.pop(), part = steps.reduce((inside, name) => (inside[name] ??= {}), told);
      part[last] = field.numbers ? Array.from({ length: field.numbers }, (_, k) => this.one(field, at + field.at + 8 * k)) : this.one(field, at + field.at);
    }
    return told;
  }

  one({ kind }, at) {
    const { view } = this;
    if (kind === "number") return view.getFloat64(at, true);
    const whole = Number(view.getBigInt64(at, true));
    return kind === "truth" ? whole !== 0 : kind === "open" && whole < 0 ? null : whole;
  }
}
