page-skip-link = Skip to the content
