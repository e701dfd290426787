// The stage: one or two rooms with the same people. Everything moves from where it is to where it belongs; nothing jumps.
import { drawRoom, mix, mostNeeded } from "./room.js";
import { network } from "./network.js";
import * as places from "./places.js";

const ease = (t) => (t < 0.5 ? 4 * t * t * t : 1 - (-2 * t + 2) ** 3 / 2);
const MOVE = 950; // ms

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Stage {
  constructor(canvas) {
    this.canvas = canvas;
    this.c = canvas.getContext("2d");
    this.rooms = [];
    this.frames = 0;
    this.signs = {}; // words on the stage, in the language of the page
    this.w = this.h = 0;
    this.ratio = 1;
    this.dirty = this.busy = false; // busy: somebody lets weeks go by
    this.awake = this.drawn = 0; // when anything moved, and when it was drawn
    new ResizeObserver(() => this.fit()).observe(canvas);
    const loop = (now) => { if (canvas.isConnected || !this.rooms.length) requestAnimationFrame(loop); if (canvas.offsetParent) this.tick(now); };
    requestAnimationFrame(loop);
  }

  fit() {
    const box = this.canvas.getBoundingClientRect(), ratio = Math.min(3, devicePixelRatio || 1);
    if (!box.width) return;
    [this.w, this.h] = [box.width, box.height];
    this.canvas.width = Math.round(box.width * ratio); this.canvas.height = Math.round(box.height * ratio);
    this.ratio = ratio;
    if (this.rooms.length) this.arrange(true);
    this.draw(performance.now());
  }

  /** rooms: [{world, tone, title, form, week, ...}]. The people of a new room step out of those of the first one. */
  show(rooms, quick = false) {
    this.rooms = rooms.map((room, i) => {
      const old = this.rooms[i] || this.rooms[0];
      const actors = old?.actors?.length === room.world.team.length + 1 ? old.actors.map((a) => ({ ...a })) : null;
      return { ...room, week: room.week, actors, votes: room.votes || 0, box: old ? { ...old.box } : null };
    });
    this.arrange(quick || !this.rooms[0].actors);
  }

  set(changes, which = null) {
    this.rooms.forEach((room, i) => { if (which === null || which === i) Object.assign(room, changes); });
    this.dirty = true;
  }

  /** Give everybody the place where the room's form wants them. */
  arrange(quick = false) {
    if (!this.w) return;
    const many = this.rooms.length, gap = this.w > 520 ? 18 : 8, now = performance.now();
    this.rooms.forEach((room, i) => {
      const w = (this.w - gap * (many - 1)) / many, box = { x: i * (w + gap), y: 0, w, h: this.h };
      room.from = room.box && !quick ? room.box : box;
      room.to = box; room.since = now;
      room.set = this.setting(room, box);
      const targets = [...room.set.spots, room.set.leader];
      const fresh = !room.actors;
      room.actors = room.actors || targets.map((p) => ({ ...p, x: p.x + box.x, y: p.y + box.y }));
      room.actors.forEach((a, k) => {
        const p = targets[k];
        a.from = { x: a.x, y: a.y, s: a.s, alpha: a.alpha };
        a.to = { x: p.x + box.x, y: p.y + box.y, s: p.s, alpha: p.alpha };
        a.wait = quick || fresh ? 0 : (k % 12) * 26;
        a.since = now;
        if (quick || fresh || still()) Object.assign(a, a.to, { since: -1e9 });
      });
      if (quick || fresh || still()) room.since = -1e9;
    });
    this.dirty = true;
  }

  setting(room, { w, h }) {
    const { world } = room, top = room.title ? (room.band || 26) : 0, n = world.team.length;
    const net = (world.net ||= network(world.ties, world.team));
    const down = (set) => { // room for the title, and for a board
      if (!top) return set;
      for (const p of [...set.spots, set.leader, set.table, set.ring]) if (p) p.y += top;
      if (set.table) set.table.chairs.forEach((c) => { c[1] += top; });
      return set;
    };
    const H = h - top;
    switch (room.form) {
      case "needs": return down(places.needs(mostNeeded(world), w, H));
      case "vote": return down(places.meeting(net, w, H, [...Array(world.members).keys()], world.members + 1));
      case "workshop": {
        const came = world.end.attended.flatMap((attended, i) => (attended ? [i] : []));
        return down(places.meeting(net, w, H, came, room.chairs || came.length + 1));
      }
      case "circle": return down(places.circle(n, w, H, world.members));
      case "empty": return down(places.home(net, w, H, world.members));
      default: return down(places.arrival(net, w, H, world.members));
    }
  }

  tick(now) {
    let moving = this.dirty || this.busy;
    for (const room of this.rooms) {
      const share = Math.min(1, (now - room.since) / MOVE);
      room.box = share < 1 ? Object.fromEntries(["x", "y", "w", "h"].map((k) => [k, mix(room.from[k], room.to[k], ease(share))])) : room.to;
      if (share < 1) moving = true;
      for (const a of room.actors || []) {
        const t = Math.max(0, Math.min(1, (now - a.since - a.wait) / MOVE));
        if (a.moved === t && t === 1) { a.lift = 0; continue; }
        a.moved = t;
        moving = true;
        const e = ease(t), far = Math.hypot(a.to.x - a.from.x, a.to.y - a.from.y);
        for (const k of ["x", "y", "s", "alpha"]) a[k] = mix(a.from[k], a.to[k], e);
        a.lift = t > 0 && t < 1 && far > 12 ? Math.abs(Math.sin(t * Math.PI * Math.min(5, 2 + far / 90))) * a.s * 0.5 : 0;
      }
      const wanted = room.votes || 0;
      if (Math.abs((room.voted || 0) - wanted) > 0.002) { room.voted = still() ? wanted : (room.voted || 0) + (wanted - (room.voted || 0)) * 0.08; moving = true; } else room.voted = wanted;
    }
    if (moving) this.awake = now;
    const blinks = !still() && now - this.awake < 12000 && now - this.drawn > 120; // nobody blinks for ever
    if (moving || blinks) { this.draw(now); this.drawn = now; this.dirty = false; if (moving) this.frames++; }
  }

  draw(now) {
    const { c } = this;
    if (!this.w || !this.rooms.length) return;
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    c.clearRect(0, 0, this.w, this.h);
    const how = { now: still() ? null : now, ratio: this.ratio, signs: this.signs };
    for (const room of this.rooms) drawRoom(c, room, how);
  }
}
