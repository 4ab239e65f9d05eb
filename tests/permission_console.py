"""Every URL of the console and what it answers to whom, for permission_table.py.

``operators(…)`` are for those with both factors, ``second_step(…)`` for those on the way to the second; everybody of a
business gets what anonymous gets.
"""

from tests.permission_answers import Row, Scene, console_anyone, operators, second_step


def acmes(scene: Scene) -> dict[str, int]:
    return {"business_id": scene.acme.id}


CONSOLE = [
    Row("", get=operators(200)),
    Row("sign-in/", get=console_anyone(200, operator="/"), post=console_anyone(422, operator="/")),
    Row("sign-in/code/", get=second_step("/two-factor/"), post=second_step("/two-factor/")),
    Row("sign-out/", post=console_anyone("/sign-in/")),
    Row("two-factor/", get=second_step(200), post=second_step(422)),
    Row("password/", get=operators(200), post=operators(422), data={"new_password": "a much better sentence"}),
    Row("security/", get=operators(200)),
    Row("security/recovery-codes/", get=operators(200), post=operators(422), data={"password": ""}),
    Row("security/sessions/<int:session_id>/end/", post=operators(404)),
    Row("security/sessions/end-others/", post=operators("/security/")),
    Row("businesses/", get=operators(200)),
    Row("businesses/<int:business_id>/", get=operators(200), args=acmes),
    Row("businesses/<int:business_id>/suspension/", get=operators(200), post=operators(422), args=acmes),
    Row("businesses/<int:business_id>/restoration/", post=operators("/businesses/"), args=acmes),
    Row("audit/", get=operators(200)),
]
