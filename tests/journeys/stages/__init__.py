"""The seven stages, each as the people who play it see it: pages, forms, buttons. No ORM writes."""
