/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file command.h  The sub-commands; each returns the exit status. */

#ifndef PARAMOD_TOOLS_COMMAND_H
#define PARAMOD_TOOLS_COMMAND_H

int chroma_fit_command(int words, char **word);
int chroma_invert_command(int words, char **word);
int chroma_j_command(int words, char **word);
int chroma_moments_command(int words, char **word);
int chroma_simulate_command(int words, char **word);
int survival_fit_command(int words, char **word);
int survival_predict_command(int words, char **word);
int survival_simulate_command(int words, char **word);
int survival_compare_command(int words, char **word);
int sor_bound_command(int words, char **word);
int sor_replay_command(int words, char **word);
int sor_solve_command(int words, char **word);
int sor_tune_command(int words, char **word);
int spline_knots_command(int words, char **word);
int reproduce_chroma_command(int words, char **word);
int ident_analyze_command(int words, char **word);
int ident_design_command(int words, char **word);
int ident_fit_command(int words, char **word);
int ident_profile_command(int words, char **word);
int ident_simulate_command(int words, char **word);
int reproduce_survival_command(int words, char **word);
int reproduce_ident_command(int words, char **word);
int reproduce_sem_command(int words, char **word);
int reproduce_sor_command(int words, char **word);
int sem_fit_command(int words, char **word);
int sem_simulate_command(int words, char **word);
int sem_covariance_command(int words, char **word);
int sem_ideal_command(int words, char **word);
int sem_identify_command(int words, char **word);

#endif /* PARAMOD_TOOLS_COMMAND_H */
