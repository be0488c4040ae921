//! Pages: routes, forms, cookies, views.
