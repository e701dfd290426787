"""How a researcher tries another behaviour: a subclass, one method, and the same people and luck as before.

Here people grow cautious when they have been let down: they take part less, the more of their trust is
still hurt. ``python example_subclass.py`` shows what that does at Bostedet; it is tested in test_mesa.py.
"""

from sim import Employee, InterventionModel, SteeringMember


class Cautious(Employee):
    """An employee whose willingness shrinks by the trust that was lost and not yet repaired."""

    CAUTION = 4.0  # share of willingness lost per unit of hurt

    def willingness(self):
        return super().willingness() * max(0.0, 1.0 - self.CAUTION * self.hurt)


class CautiousMember(Cautious, SteeringMember):
    """Steering members are employees too, so they are given the same caution."""


def compare(seed=1):
    """The usual people and the cautious ones, with everything else the same; returns both finished models."""
    settings = dict(workplace="bostedet", seed=seed, follow_up=26, without=["steering_veto"])
    usual = InterventionModel(**settings).run()
    cautious = InterventionModel(**settings, employee_class=Cautious, steering_member_class=CautiousMember).run()
    return usual, cautious


if __name__ == "__main__":
    shown = ["unit", "outcome", "use_early", "use_follow_up", "hours_total"]
    for name, model in zip(("The usual people", "The cautious ones"), compare(), strict=True):
        print(name)
        print(model.outcomes()[shown].round(3).to_string(index=False))
