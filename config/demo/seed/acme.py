"""Acme Bakery: bread, cakes and catering in Lisbon, billed in euro."""

from config.demo.seed.trades import ContactSketch, Item, Person, Trade

CATALOGUE = (
    Item("Sourdough delivery", "Six loaves, three mornings a week", "service", "month", "96.00", "38.00", "6", "month"),
    Item(
        "Office breakfast", "Pastries, fruit and coffee for up to twelve", "service", "morning", "84.00", "31.50", "13"
    ),
    Item("Celebration cake", "Two tiers, made to order", "product", "cake", "145.00", "52.00", "23"),
    Item(
        "Wedding cake", "Three tiers with tasting, delivery and setting up", "product", "cake", "480.00", "171.00", "23"
    ),
    Item("Savoury platter", "Serves fifteen", "product", "platter", "62.50", "24.80", "13"),
    Item("Catering, per guest", "Cold buffet with service", "service", "guest", "18.90", "7.60", "13"),
    Item("Delivery outside the centre", "Up to 25 km", "service", "trip", "12.00", "6.40", "23"),
    Item(
        "Bread-baking morning", "Course for one, flour and apron included", "service", "place", "75.00", "19.00", "23"
    ),
    Item("Wholesale rye", "2 kg loaves for restaurants", "product", "loaf", "6.40", "2.35", "6"),
    Item("Gluten-free tray", "Baked in a separate oven", "product", "tray", "39.00", "16.20", "6"),
)
REASONS = {
    "Sourdough delivery": ("Weekly delivery, as agreed", "Six loaves each time, by seven"),
    "Office breakfast": ("For the team meeting", "Quarterly review, twelve people", "Welcome for new colleagues"),
    "Celebration cake": ("Birthday on Saturday", "Lemon and raspberry, as tasted", "For the anniversary on Friday"),
    "Wedding cake": ("As agreed at the tasting",),
    "Savoury platter": ("Ordered by phone", "Added at the counter"),
    "Catering, per guest": ("Summer party", "As in our offer", "Opening night"),
    "Delivery outside the centre": ("To the venue",),
    "Bread-baking morning": ("With thanks for a good morning", "Gift voucher used"),
    "Wholesale rye": ("Standing order", "Extra loaves for the weekend"),
    "Gluten-free tray": ("Baked apart, as you asked",),
}
CONTACTS = (
    ContactSketch("Inês Barroso", "Lisboa", "Café Miradouro", ("wholesale", "weekly")),
    ContactSketch("Tomás Vilhena", "Lisboa", "Vilhena & Filhos Arquitectos", ("office",)),
    ContactSketch("Marta Sequeira", "Almada", "", ("events",)),
    ContactSketch("Rui Palhares", "Lisboa", "Studio Palhares", ("office", "weekly")),
    ContactSketch("Helena Corte-Real", "Cascais", "", ("wedding",)),
    ContactSketch("Duarte Figueira", "Lisboa", "Restaurante Bairro Fundo", ("wholesale", "weekly")),
    ContactSketch("Sofia Andrade Neves", "Oeiras", "", ()),
    ContactSketch("Miguel Taborda", "Lisboa", "Taborda Seguros", ("office",)),
    ContactSketch("Carolina Mesquita", "Sintra", "", ("events",)),
    ContactSketch("Vasco Lencastre", "Lisboa", "Livraria Lencastre", ("events",)),
    ContactSketch("Beatriz Fontoura", "Lisboa", "", ()),
    ContactSketch("Henrique Salgado", "Loures", "Ginásio Salgado", ("weekly",)),
    ContactSketch("Leonor Quintela", "Lisboa", "Quintela Dental", ("office",)),
    ContactSketch("António Brandão-Vaz", "Setúbal", "", ("wedding",)),
    ContactSketch("Joana Pimentel", "Lisboa", "Escola Pimentel", ("weekly",)),
    ContactSketch("Filipe Moncada", "Lisboa", "", ()),
    ContactSketch("Teresa Alvim", "Cascais", "Hotel Alvim", ("wholesale", "weekly", "vip")),
    ContactSketch("Gonçalo Ribas", "Lisboa", "Ribas Advogados", ("office",)),
    ContactSketch("Rita Novais", "Amadora", "", ("events",)),
    ContactSketch("Pedro Esteves Lobo", "Lisboa", "Lobo Fotografia", ("events",)),
    ContactSketch("Margarida Teles", "Lisboa", "", ()),
    ContactSketch("Nuno Caldeira", "Oeiras", "Caldeira Tech", ("office", "weekly")),
    ContactSketch("Alice Vergueiro", "Lisboa", "Atelier Vergueiro", ()),
    ContactSketch("Simão Prates", "Barreiro", "", ("events",)),
    ContactSketch("Constança Meireles", "Lisboa", "Meireles Eventos", ("events", "vip")),
    ContactSketch("Luís Trindade", "Lisboa", "", ()),
    ContactSketch("Eva Castelhano", "Lisboa", "Castelhano Imobiliária", ("office",)),
    ContactSketch("Jaime Bettencourt", "Cascais", "Clube Náutico Bettencourt", ("events",)),
    ContactSketch("Francisca Amorim Dias", "Lisboa", "", ("wedding",)),
    ContactSketch("Bernardo Vidigal", "Lisboa", "Mercearia Vidigal", ("wholesale",)),
    ContactSketch("Matilde Ferraz", "Odivelas", "", ()),
    ContactSketch("Xavier Noronha", "Lisboa", "Noronha Consultores", ("office",)),
    ContactSketch("Diana Lacerda", "Lisboa", "", ("events",)),
    ContactSketch("Salvador Menezes", "Lisboa", "Teatro Menezes", ("events",)),
    ContactSketch("Laura Sampaio", "Lisboa", "", ()),
    ContactSketch("Guilherme Portela", "Sintra", "Quinta da Portela", ("wholesale", "events")),
    ContactSketch("Raquel Avelar", "Lisboa", "Avelar Yoga", ("weekly",)),
    ContactSketch("Óscar Valadares", "Lisboa", "", ()),
)
ACME = Trade(
    name="Acme Bakery",
    subdomain="acme",
    currency="EUR",
    time_zone="Europe/Lisbon",
    country="PT",
    phone_prefix="+351 21 000 ",
    phone="+351 21 000 0140",
    address="Rua da Padaria Nova 14\n1200-001 Lisboa",
    primary="#8A3B12",
    accent="#E0A030",
    team=(
        Person("Ada Lindqvist", "ada", "ada-bakes-at-dawn", "owner"),
        Person("Ben Okafor", "ben", "ben-answers-the-phone", "assistant"),
        Person("Marta Reis", "marta", "marta-counts-it-twice", "bookkeeper"),
        Person("Nuno Prates", "nuno", "nuno-drives-the-van", "assistant"),
    ),
    cast=(
        (
            Person("Cleo Marchetti", "cleo", "cleo-loves-sourdough"),
            ContactSketch("Cleo Marchetti", "Lisboa", "", ("weekly",)),
        ),
        (
            Person("Carl Jansen", "carl", "carl-orders-catering"),
            ContactSketch("Carl Jansen", "Lisboa", "Jansen Design", ("office",)),
        ),
    ),
    contacts=CONTACTS,
    catalogue=CATALOGUE,
    reasons=REASONS,
    notes=(
        "Prefers delivery before seven; the porter has a key.",
        "Ask for Dona Amélia at the back door.",
        "Pays by transfer at the end of the month.",
        "Allergic to hazelnut: separate tray, always.",
        "Wants one invoice a quarter.",
    ),
    streets=("Rua do Forno", "Travessa da Farinha", "Largo do Moinho", "Rua das Espigas", "Beco do Fermento"),
)
