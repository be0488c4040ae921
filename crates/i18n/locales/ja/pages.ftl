page-skip-link = 本文へ進む
