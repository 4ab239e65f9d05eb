"""Globex Repairs: bicycles, boilers and anything with a motor in New York, billed in dollars."""

from config.demo.seed.trades import ContactSketch, Item, Person, Trade

GLOBEX = Trade(
    name="Globex Repairs",
    subdomain="globex",
    currency="USD",
    time_zone="America/New_York",
    country="US",
    phone_prefix="+1 212 555 ",
    phone="+1 212 555 0164",
    address="48 Cogwheel Street\nNew York, NY 10002",
    primary="#1B4B8F",
    accent="#D9480F",
    team=(Person("Gus Moreau", "gus", "gus-fixes-everything", "owner"),),
    cast=(
        (
            Person("Wanda Holt", "wanda", "wanda-rides-to-work"),
            ContactSketch("Wanda Holt", "Brooklyn", "", ("cycling",)),
        ),
    ),
    contacts=(
        ContactSketch("Marcus Feld", "Queens", "Feld Courier Co.", ("fleet",)),
        ContactSketch("Priya Ramanathan", "Brooklyn", "", ("cycling",)),
        ContactSketch("Otis Langley", "Bronx", "Langley Laundromat", ("boiler",)),
        ContactSketch("Naomi Castellane", "Manhattan", "", ()),
        ContactSketch("Theo Abernathy", "Queens", "Abernathy Brewing", ("boiler", "contract")),
        ContactSketch("Juno Whitlock", "Brooklyn", "", ("cycling",)),
        ContactSketch("Desmond Pryce", "Manhattan", "Pryce Messengers", ("fleet", "contract")),
        ContactSketch("Ingrid Sollers", "Brooklyn", "Sollers Ceramics", ()),
        ContactSketch("Caleb Northgate", "Staten Island", "", ()),
        ContactSketch("Rosa Delmonte", "Queens", "Delmonte Deli", ("boiler",)),
        ContactSketch("Felix Arundel", "Manhattan", "", ("cycling",)),
    ),
    catalogue=(
        Item("Bicycle tune-up", "Brakes, gears, wheels trued", "service", "bike", "95.00", "22.00", "8.875"),
        Item(
            "Fleet contract", "Ten bicycles, same-day repair", "service", "month", "420.00", "160.00", "8.875", "month"
        ),
        Item("Boiler inspection", "Yearly, with certificate", "service", "visit", "180.00", "65.00", "0"),
        Item("Workshop hour", "Labour", "service", "hour", "88.00", "41.00", "8.875"),
        Item("Chain and cassette", "Fitted", "product", "set", "124.00", "71.50", "8.875"),
        Item("Call-out", "Within the five boroughs", "service", "visit", "65.00", "28.00", "0"),
    ),
    reasons={
        "Bicycle tune-up": ("Spring service", "Dropped off at the shop"),
        "Fleet contract": ("Monthly contract",),
        "Boiler inspection": ("Yearly inspection",),
        "Workshop hour": ("Found during the tune-up, agreed on the phone",),
        "Chain and cassette": ("Worn out; old parts kept for you",),
        "Call-out": ("Emergency on Sunday", "No heating since the morning"),
    },
    notes=("Ring twice, the bell sticks.", "Collects on Fridays only.", "Keep the old parts for the customer."),
    streets=("Sprocket Avenue", "Flywheel Lane", "Gasket Road", "Piston Street"),
)
